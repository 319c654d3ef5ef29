package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.switchyard.adapters.connect.SparkConnectProbe;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.PodTemplates;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.TestSpark;
import io.switchyard.agent.DriverMain;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerReport.Listening;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.cluster.AdvanceClusters;
import io.switchyard.ports.cluster.Catalogs;
import io.switchyard.ports.cluster.ClusterCadence;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.ClusterPlaces;
import io.switchyard.ports.cluster.ClusterPolicies;
import io.switchyard.ports.cluster.DeleteCluster;
import io.switchyard.ports.cluster.InMemoryClusters;
import io.switchyard.ports.cluster.ReadyEstimate;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.cluster.Requesting;
import io.switchyard.ports.cluster.ScaleCluster;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.placement.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster's life from the request to the end, with a real Spark Connect server, started from what
 * is in its pod. The API server is a real one if there is one, else one in memory.
 */
final class SparkServerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String NAMESPACE = "sjns-feateng-dev";
  private static final ServerToken WRONG = new ServerToken("x".repeat(40));
  private static final ClusterPolicies POLICIES = (team, environment) -> ClusterPolicy.DEFAULT;

  @TempDir private Path temp;
  private final InstantSource clock = InstantSource.system();
  private final InMemoryClusters clusters = new InMemoryClusters();
  private final SparkConnectProbe probe =
      new SparkConnectProbe(() -> UUID.randomUUID().toString(), Duration.ofSeconds(5));
  private EmbeddedSparks sparks;
  private Site site;
  private KubernetesClient client;
  private ProcessNode node;
  private K8sBackend backend;
  private AdvanceClusters advance;

  @BeforeEach
  void start() throws Exception {
    sparks = EmbeddedSparks.open(TestSpark.config(temp.resolve("state"), TestSpark.home()), clock);
    Endpoints spark = TestSpark.awaitReady(sparks);
    site = System.getenv(RealSite.KUBECONFIG) == null ? new MockSite() : new RealSite(temp);
    client = site.connect();
    node =
        new ProcessNode(
            site, client, NAMESPACE, Files.createDirectory(temp.resolve("node")), spark);
    backend = K8sBackend.of(new Kube(site.connect()), config(), clock);
    advance =
        new AdvanceClusters(
            clusters,
            backends(),
            Catalogs.NONE,
            POLICIES,
            probe,
            FreshIds.CLUSTERS,
            clock,
            ClusterCadence.DEFAULT);
  }

  @AfterEach
  void stop() {
    backend.close();
    node.close();
    client.close();
    site.close();
    sparks.close();
  }

  private Backends backends() {
    return new Backends(List.of(backend.backend()));
  }

  private K8sConfig config() throws IOException {
    Profile profile =
        new Profile(
            List.of(new Image(new SparkVersion(TestSpark.version()), "spark", "Always", true)),
            Profile.SERVICE_ACCOUNT,
            Map.of(),
            Map.of(),
            Set.of(),
            new ArtifactUri("local://" + agentJar()),
            PodTemplates.PLAIN,
            Profile.TTL);
    return Examples.config(
        Mode.DRIVER_POD, new Namespaces(true, Map.of()), profile, ServerExamples.CLUSTERS);
  }

  /** As it lies in an image. */
  private Path agentJar() throws IOException {
    Path source =
        Path.of(DriverMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (Files.isRegularFile(source)) {
      return source;
    }
    Path jar = temp.resolve("spark-agent.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(source)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new ZipEntry(source.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static ClusterShape shape(int executors) {
    return ClusterShape.custom(
        new Resources(
            new DriverResources(1, new Memory(600), null),
            new ExecutorResources(executors, 1, new Memory(512), null, null)));
  }

  private Cluster requested() {
    ClusterRequest small = ClusterExamples.request();
    RequestCluster request =
        new RequestCluster(
            clusters,
            new ClusterPlaces(backends(), Set.of(ClusterExamples.REGION), Catalogs.NONE),
            POLICIES,
            ClusterExamples.NAMES,
            new ReadyEstimate(clusters, Duration.ofSeconds(40)),
            FreshIds.CLUSTERS,
            clock);
    Requesting answer =
        request.request(
            new ClusterRequest(
                small.team(),
                small.user(),
                null,
                null,
                small.environment(),
                small.region(),
                shape(1),
                List.of(),
                small.ttl(),
                null,
                null,
                small.settings(),
                null),
            ClusterExamples.ANNA);
    return ((Requesting.Accepted) answer).cluster();
  }

  private Cluster until(Cluster cluster, Predicate<Cluster> so) {
    return Eventually.get(
        PATIENCE,
        () -> {
          advance.advance();
          return List.of(clusters.find(cluster.id()).orElseThrow());
        },
        so);
  }

  private Cluster running(Cluster cluster, int server) {
    return until(
        cluster, now -> now.status() == ClusterStatus.RUNNING && now.server().number() == server);
  }

  private static ServerAddress address(Cluster cluster) {
    return ((ClusterState.Serving) cluster.state()).address();
  }

  private void awaitExecutors(Cluster cluster, int wanted) {
    Eventually.get(
        PATIENCE,
        () -> backend.backend().clusters().observe(List.of(cluster)).values(),
        report -> report instanceof Listening l && l.executors() == wanted && l.scaled());
  }

  private String log(BackendHandle handle) {
    byte[] bytes = backend.backend().logs().tail(handle, LogStream.STDERR, 100_000).bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void a_server_serves_scales_dies_is_followed_and_ends() throws Exception {
    Cluster cluster = running(requested(), 1);
    String pod = cluster.server().id().value();
    assertThat(probe.answers(address(cluster), cluster.server().token())).isTrue();
    assertThat(probe.answers(address(cluster), WRONG)).isFalse();
    assertThat(node.files(pod, "switchyard-server")).doesNotContain("agent.token", "connect.token");
    assertThat(node.process(pod).info().commandLine().orElse(""))
        .doesNotContain(cluster.server().token().value());

    awaitExecutors(cluster, 1);
    new ScaleCluster(clusters, backends(), POLICIES, id -> 0, clock)
        .scale(cluster.id(), shape(2), false, ClusterExamples.ANNA);
    Cluster scaled = running(cluster, 1);
    assertThat(scaled.shape()).isEqualTo(shape(2));
    awaitExecutors(scaled, 2);
    assertThat(address(scaled)).isEqualTo(address(cluster));

    assertThat(node.process(pod).destroyForcibly()).isTrue();
    Cluster second = running(cluster, 2);
    assertThat(address(second)).isNotEqualTo(address(cluster));
    assertThat(probe.answers(address(second), cluster.server().token())).isFalse();
    assertThat(log(cluster.handle())).contains("[switchyard] connect listens at ");

    new DeleteCluster(clusters, id -> 0, clock).delete(cluster.id(), false, ClusterExamples.ANNA);
    until(cluster, now -> now.status() == ClusterStatus.TERMINATED);
    assertThat(node.process(second.server().id().value()).isAlive()).isFalse();
    assertThat(log(second.handle())).contains("[switchyard] connect listens at ");
  }
}
