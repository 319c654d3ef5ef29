package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ServerReport.Gone;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.LogStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Servers of clusters where a real API server with its controllers does what it does. */
@EnabledIfEnvironmentVariable(named = RealSite.KUBECONFIG, matches = ".+")
final class RealServersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path temp;
  private final Team team =
      new Team("t" + Long.toString(FreshIds.IDS.nextJob().hashCode() & 0xffffffffL, 36));
  private final String namespace = "sjns-" + team.name() + "-dev";
  private RealSite site;
  private KubernetesClient client;
  private K8sBackend backend;
  private Nodes nodes;

  @BeforeEach
  void open() {
    site = new RealSite(temp);
    client = site.connect();
    nodes = new Nodes(site, client, namespace);
    backend =
        K8sBackend.of(
            new Kube(site.connect()),
            ServerExamples.plain(Mode.DRIVER_POD),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    client.namespaces().withName(namespace).delete();
    backend.close();
    nodes.close();
    client.close();
    site.close();
  }

  private ClusterLauncher servers() {
    return backend.backend().clusters();
  }

  private Cluster requested() {
    return ClusterExamples.cluster(
        ClusterExamples.request(team, Environment.DEV, ClusterSize.SMALL, null, null),
        FreshIds.CLUSTERS,
        Instant.now());
  }

  private Cluster launched() {
    Cluster cluster = requested();
    BackendHandle handle = servers().provision(cluster, ServerExamples.SETTINGS);
    return cluster.in(new ClusterState.Starting(handle, Instant.now()));
  }

  private List<HasMetadata> objectsOf(Cluster cluster) {
    Map<String, String> labels = Map.of(Labels.EXECUTION, cluster.server().id().value());
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(client.pods().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(client.services().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(client.secrets().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(
        client
            .network()
            .networkPolicies()
            .inNamespace(namespace)
            .withLabels(labels)
            .list()
            .getItems());
    return all;
  }

  @Test
  void one_delete_removes_all_that_was_made_for_a_server() {
    Cluster cluster = launched();
    assertThat(objectsOf(cluster)).hasSize(5);
    client.configMaps().inNamespace(namespace).withName(cluster.server().id().value()).delete();
    Eventually.get(PATIENCE, () -> List.of(objectsOf(cluster).size()), left -> left.equals(0));
  }

  @Test
  void a_server_that_was_stopped_keeps_its_log_and_lets_no_late_pod_start() {
    Cluster cluster = launched();
    String name = cluster.server().id().value();
    nodes.listens(cluster);
    site.print(namespace, name, "served and done\n");
    servers().terminate(cluster.handle());
    Eventually.get(
        PATIENCE,
        () -> servers().observe(List.of(cluster)).values(),
        report -> report.equals(new Gone("")));
    byte[] log = backend.backend().logs().read(cluster.handle(), LogStream.STDERR, 0, 99).bytes();
    assertThat(new String(log, StandardCharsets.UTF_8)).isEqualTo("served and done\n");
    assertThat(client.configMaps().inNamespace(namespace).withName(name).get().getData())
        .doesNotContainKey(Claims.LAUNCH);
  }

  @Test
  void a_pod_that_is_made_after_its_server_was_forbidden_is_removed_by_kubernetes() {
    Cluster cluster = launched();
    String name = cluster.server().id().value();
    Pod seen = client.pods().inNamespace(namespace).withName(name).get();
    client.resource(seen).withGracePeriod(0).delete();
    assertThat(servers().forbid(cluster)).isEmpty();
    Pod late =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(seen.getMetadata().getLabels())
            .withOwnerReferences(seen.getMetadata().getOwnerReferences())
            .endMetadata()
            .withSpec(seen.getSpec())
            .build();
    client.resource(late).create();
    Eventually.get(
        PATIENCE,
        () -> List.of(client.pods().inNamespace(namespace).list().getItems().size()),
        left -> left.equals(0));
  }
}
