package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.mockwebserver.http.MockResponse;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.agentclient.ScriptedAgent;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.cluster.ServerReport.Gone;
import io.switchyard.domain.cluster.ServerReport.Listening;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClusterExamples;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.SequentialClusterIds;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.LogStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers of clusters on an API server in memory. */
final class ServersTest {

  private static final String NAMESPACE = "sjns-feateng-dev";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final MockSite site = new MockSite();
  private final KubernetesClient client = site.connect();
  private final Nodes nodes = new Nodes(site, client, NAMESPACE);
  private final SequentialClusterIds ids = new SequentialClusterIds();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private K8sBackend backend;

  @BeforeEach
  void open() {
    backend =
        K8sBackend.of(
            new Kube(site.connect()), ServerExamples.plain(Mode.KUBEFLOW_OPERATOR), now::get);
  }

  @AfterEach
  void close() {
    backend.close();
    nodes.close();
    client.close();
    site.close();
  }

  private ClusterLauncher servers() {
    return backend.backend().clusters();
  }

  private Cluster requested() {
    return ClusterExamples.cluster(ClusterExamples.request(), ids, now.get());
  }

  private Cluster launched() {
    Cluster cluster = requested();
    BackendHandle handle = servers().provision(cluster, ServerExamples.SETTINGS);
    return cluster.in(new ClusterState.Starting(handle, now.get()));
  }

  private ServerReport report(Cluster cluster) {
    return servers().observe(List.of(cluster)).get(cluster.id());
  }

  /** On a busy machine an answer may come too late once. */
  private Listening listening(ClusterLauncher launcher, Cluster cluster) {
    return (Listening)
        Eventually.get(
            PATIENCE,
            () -> launcher.observe(List.of(cluster)).values(),
            Listening.class::isInstance);
  }

  private Pod pod(Cluster cluster) {
    return client.pods().inNamespace(NAMESPACE).withName(cluster.server().id().value()).get();
  }

  @Test
  void a_server_that_was_stopped_keeps_its_log() {
    Cluster cluster = launched();
    nodes.listens(cluster);
    site.print(NAMESPACE, cluster.server().id().value(), "served and done\n");
    servers().terminate(cluster.handle());
    Eventually.get(PATIENCE, () -> List.of(report(cluster)), new Gone("")::equals);
    assertThat(
            new String(
                backend.backend().logs().read(cluster.handle(), LogStream.STDERR, 0, 100).bytes(),
                StandardCharsets.UTF_8))
        .isEqualTo("served and done\n");
  }

  @Test
  void a_server_that_has_no_node_yet_is_deleted() {
    Cluster cluster = launched();
    assertThat(report(cluster)).isInstanceOf(ServerReport.Starting.class);
    servers().terminate(cluster.handle());
    assertThat(pod(cluster)).isNull();
    assertThat(report(cluster)).isEqualTo(new Gone(""));
    assertThat(servers().provision(cluster, ServerExamples.SETTINGS)).isEqualTo(cluster.handle());
    assertThat(pod(cluster)).isNull();
  }

  @Test
  void a_pod_that_is_made_after_its_server_was_stopped_finds_nothing_to_start_with() {
    Cluster cluster = launched();
    servers().terminate(cluster.handle());
    Map<String, String> claim =
        client
            .configMaps()
            .inNamespace(NAMESPACE)
            .withName(cluster.server().id().value())
            .get()
            .getData();
    assertThat(claim.get(Claims.LAUNCH)).isNull();
  }

  @Test
  void a_server_whose_node_does_not_end_it_is_deleted_after_a_while() {
    Cluster cluster = launched();
    site.schedule(NAMESPACE, cluster.server().id().value());
    servers().terminate(cluster.handle());
    servers().terminate(cluster.handle());
    assertThat(pod(cluster).getSpec().getActiveDeadlineSeconds()).isEqualTo(1);
    now.set(now.get().plus(Duration.ofMinutes(3)));
    servers().terminate(cluster.handle());
    assertThat(pod(cluster)).isNull();
    assertThat(report(cluster)).isEqualTo(new Gone(""));
  }

  @Test
  void why_a_server_died_is_told_from_its_log_or_by_its_node() {
    Cluster cluster = launched();
    nodes.listens(cluster);
    site.print(
        NAMESPACE, cluster.server().id().value(), "[switchyard] failed no catalog of that name\n");
    nodes.dies(cluster);
    assertThat(report(cluster)).isEqualTo(new Gone("no catalog of that name"));

    Cluster silent = launched();
    nodes.listens(silent);
    nodes.dies(silent);
    assertThat(report(silent))
        .isEqualTo(new Gone("the driver ended with exit code 137: OOMKilled"));
  }

  @Test
  void a_server_whose_node_went_away_is_gone_although_its_pod_is_there() {
    Cluster cluster = launched();
    nodes.listens(cluster);
    var pod = client.pods().inNamespace(NAMESPACE).withName(cluster.server().id().value());
    // As a node holds a pod that it has not ended.
    pod.patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":[\"test/held\"]}}");
    pod.delete();
    assertThat(listening(servers(), cluster).scaled()).isTrue();
    now.set(now.get().plus(Duration.ofMinutes(3)));
    assertThat(report(cluster)).isEqualTo(new Gone("its node went away"));
  }

  @Test
  void servers_that_are_stuck_keep_nobody_from_the_news_of_the_others() {
    List<Cluster> all = new ArrayList<>();
    List<ScriptedAgent> agents = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(launched());
      agents.add(nodes.listens(all.get(i)));
    }
    agents.get(0).hang();
    Map<ClusterId, ServerReport> seen =
        Eventually.get(
            PATIENCE,
            () -> List.of(servers().observe(all)),
            look -> look.get(all.get(2).id()) instanceof Listening);
    assertThat(seen.get(all.get(0).id())).isInstanceOf(ServerReport.Starting.class);
  }

  @Test
  void a_server_of_an_image_that_was_replaced_is_told_to_be_outdated() {
    Cluster cluster = launched();
    nodes.listens(cluster);
    assertThat(listening(servers(), cluster).outdated()).isFalse();
    try (K8sBackend later =
        K8sBackend.of(new Kube(site.connect()), withImage("spark:b"), now::get)) {
      assertThat(listening(later.backend().clusters(), cluster).outdated()).isTrue();
    }
  }

  private static K8sConfig withImage(String name) {
    K8sConfig was = ServerExamples.plain(Mode.KUBEFLOW_OPERATOR);
    Profile profile = was.profile();
    return Examples.config(
        was.mode(),
        was.namespaces(),
        new Profile(
            List.of(new Image(Examples.SPARK, name, "IfNotPresent", true)),
            profile.serviceAccount(),
            profile.labels(),
            profile.conf(),
            profile.allowConf(),
            profile.agentJar(),
            profile.pods(),
            profile.ttl()),
        was.clusters());
  }

  @Test
  void a_lost_answer_makes_no_second_server() {
    Cluster cluster = requested();
    site.happen(
        (request, served) -> {
          if (request.getMethod().equals("POST") && request.getPath().endsWith("/pods")) {
            var unused = served.apply(request);
            return Optional.of(new MockResponse().setResponseCode(500));
          }
          return Optional.empty();
        });
    assertThatThrownBy(() -> servers().provision(cluster, ServerExamples.SETTINGS))
        .isInstanceOfSatisfying(
            TargetFailure.class, failure -> assertThat(failure.outcomeKnown()).isFalse());
    site.nothingHappens();
    assertThat(servers().find(cluster))
        .contains(servers().provision(cluster, ServerExamples.SETTINGS));
    assertThat(nodes.serversOf(cluster)).isEqualTo(1);
  }

  @Test
  void an_api_server_that_knows_no_budgets_gets_none() {
    site.happen(
        (request, served) ->
            request.getPath().contains("/poddisruptionbudgets")
                ? Optional.of(new MockResponse().setResponseCode(404))
                : Optional.empty());
    assertThat(pod(launched())).isNotNull();
  }

  @Test
  void what_sweeps_up_after_jobs_leaves_servers_alone() {
    Cluster cluster = launched();
    nodes.listens(cluster);
    now.set(now.get().plus(Duration.ofDays(3)));
    backend.backend().jobs().observe(Set.of());
    assertThat(listening(servers(), cluster).scaled()).isTrue();
  }

  @Test
  void what_is_left_of_a_server_goes_after_a_while() {
    Cluster cluster = launched();
    nodes.listens(cluster);
    nodes.dies(cluster);
    assertThat(report(cluster)).isInstanceOf(Gone.class);
    now.set(now.get().plus(Duration.ofDays(3)));
    servers().observe(List.of(launched()));
    assertThat(servers().find(cluster)).isEmpty();
  }
}
