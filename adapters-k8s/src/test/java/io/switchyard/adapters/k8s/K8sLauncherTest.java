package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.http.MockResponse;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class K8sLauncherTest {

  private static final String NAMESPACE = "sjns-feateng-dev";
  private static final String NAME = Examples.execution().id().value();
  private static final BackendHandle HANDLE = new BackendHandle(NAMESPACE + "/" + NAME);

  private final MockSite site = new MockSite();
  private final KubernetesClient client = site.connect();
  private final SettableClock clock = now();
  private final K8sConfig config = Examples.rich(Mode.DRIVER_POD);
  private final K8sBackend backend = K8sBackend.of(new Kube(site.connect()), config, clock);

  /** The API server's time is the machine's. */
  private static SettableClock now() {
    SettableClock clock = new SettableClock();
    clock.advance(Duration.between(clock.instant(), Instant.now()));
    return clock;
  }

  @AfterEach
  void close() {
    backend.close();
    client.close();
    site.close();
  }

  private JobLauncher jobs() {
    return backend.backend().jobs();
  }

  private BackendHandle launch(Execution execution) {
    return jobs().launch(execution, Examples.jar());
  }

  private long created(String plural) {
    return site.requests().stream().filter(request -> request.matches("POST .*/" + plural)).count();
  }

  private List<Pod> pods() {
    return client.pods().inAnyNamespace().list().getItems();
  }

  private ConfigMap claim() {
    return client.configMaps().inNamespace(NAMESPACE).withName(NAME).get();
  }

  @Test
  void what_must_not_be_seen_lies_in_a_secret_that_the_claim_owns() {
    assertThat(launch(Examples.execution())).isEqualTo(HANDLE);
    Secret secret = client.secrets().inNamespace(NAMESPACE).withName(NAME).get();
    assertThat(secret.getStringData()).containsEntry("env.DB_PASSWORD", "hunter2");
    String claim = claim().getMetadata().getUid();
    assertThat(secret.getMetadata().getOwnerReferences())
        .extracting(owner -> owner.getUid())
        .containsExactly(claim);
    assertThat(pods().get(0).getMetadata().getOwnerReferences())
        .extracting(owner -> owner.getUid())
        .containsExactly(claim);
    assertThat(claim().getData()).containsKeys("launch", "spark.properties", "executor.yaml");
  }

  @Test
  void an_answer_that_is_500_after_success_leaves_the_outcome_open_and_one_driver() {
    site.happen(
        (request, served) -> {
          if (!request.getMethod().equals("POST") || !request.getPath().endsWith("/pods")) {
            return Optional.empty();
          }
          var unused = served.apply(request);
          return Optional.of(new MockResponse().setResponseCode(500));
        });
    assertThatThrownBy(() -> launch(Examples.execution()))
        .isInstanceOfSatisfying(
            TargetFailure.class, failure -> assertThat(failure.outcomeKnown()).isFalse());
    site.nothingHappens();
    assertThat(jobs().find(Examples.execution(), Examples.jar())).contains(HANDLE);
    assertThat(launch(Examples.execution())).isEqualTo(HANDLE);
    assertThat(created("pods")).isEqualTo(1);
  }

  @Test
  void a_failure_before_the_driver_is_made_surely_has_none() {
    site.happen(
        (request, served) ->
            request.getPath().endsWith("/services")
                ? Optional.of(new MockResponse().setResponseCode(503))
                : Optional.empty());
    assertThatThrownBy(() -> launch(Examples.execution()))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> {
              assertThat(failure.outcomeKnown()).isTrue();
              assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            });
    assertThat(pods()).isEmpty();
    site.nothingHappens();
    assertThat(launch(Examples.execution())).isEqualTo(HANDLE);
    assertThat(pods()).hasSize(1);
  }

  @Test
  void an_api_server_that_was_just_away_is_not_believed_that_we_may_not() {
    AtomicInteger requests = new AtomicInteger();
    site.happen(
        (request, served) ->
            Optional.of(
                new MockResponse().setResponseCode(requests.getAndIncrement() == 0 ? 503 : 403)));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> launch(Examples.execution()))
          .isInstanceOfSatisfying(
              TargetFailure.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(failure.outcomeKnown()).isTrue();
              });
    }
  }

  @Test
  void a_launch_that_went_unanswered_for_too_long_makes_no_second_driver() {
    Execution since = Examples.launchingSince(clock.instant());
    clock.advance(config.profile().ttl());
    assertThatThrownBy(() -> launch(since))
        .isInstanceOfSatisfying(
            TargetFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.REJECTED));
    assertThat(pods()).isEmpty();
    assertThat(jobs().forbid(since, Examples.jar())).isEmpty();
  }

  @Test
  void a_driver_that_vanished_long_after_its_launch_is_not_made_again() {
    launch(Examples.execution());
    client.pods().inNamespace(NAMESPACE).withName(NAME).delete();
    clock.advance(config.profile().ttl().plusSeconds(5));
    assertThatThrownBy(() -> launch(Examples.execution()))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("nobody can tell whether it ran");
    assertThat(created("pods")).isEqualTo(1);
  }

  @Test
  void a_launch_that_comes_late_makes_a_pod_that_cannot_start() {
    launch(Examples.execution());
    Pod late = pods().get(0);
    client.resource(late).delete();
    assertThat(jobs().forbid(Examples.execution(), Examples.jar())).isEmpty();

    assertThat(late.getSpec().getVolumes())
        .anySatisfy(
            volume -> {
              assertThat(volume.getConfigMap()).isNotNull();
              assertThat(volume.getConfigMap().getName()).isEqualTo(NAME);
              assertThat(volume.getConfigMap().getItems())
                  .extracting(item -> item.getKey())
                  .contains("launch");
            });
    assertThat(claim().getData()).isNullOrEmpty();
    assertThat(late.getMetadata().getOwnerReferences().get(0).getUid())
        .isNotEqualTo(claim().getMetadata().getUid());
  }

  @Test
  void a_driver_that_somebody_else_removed_is_absent_and_not_killed() {
    launch(Examples.execution());
    assertThat(jobs().observe(Set.of(HANDLE))).containsEntry(HANDLE, WAITING);
    client.pods().inNamespace(NAMESPACE).withName(NAME).delete();
    Eventually.get(
        Duration.ofSeconds(90),
        () -> List.of(jobs().observe(Set.of(HANDLE))),
        seen -> {
          assertThat(seen.values()).allMatch(WAITING::equals);
          return seen.isEmpty();
        });
  }

  private static final Observation WAITING = Observation.of(Phase.WAITING);

  @Test
  void the_log_of_a_driver_that_runs_is_read_without_waiting_for_anything() {
    launch(Examples.execution());
    JobLogs logs = backend.backend().logs();
    assertThat(logs.tail(HANDLE, LogStream.STDOUT, 100)).isSameAs(LogPage.NONE);
    site.print(NAMESPACE, NAME, "begun\n");
    int before = site.requests().size();
    assertThat(logs.read(HANDLE, LogStream.STDERR, 2, 3).bytes())
        .isEqualTo("gun".getBytes(StandardCharsets.UTF_8));
    assertThat(site.requests().subList(before, site.requests().size())).hasSize(2);
    assertThat(logs.tail(new BackendHandle("driver-1"), LogStream.STDOUT, 10))
        .isSameAs(LogPage.NONE);
  }

  @Test
  void stopping_a_driver_that_has_ended_leaves_its_end_and_its_log() {
    launch(Examples.execution());
    new Operator(Mode.DRIVER_POD, site, client)
        .settle(NAMESPACE, Examples.execution().id(), Phase.SUCCEEDED);
    jobs().stop(HANDLE);
    assertThat(jobs().observe(Set.of(HANDLE)).get(HANDLE).phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(pods()).hasSize(1);
  }

  @Test
  void what_is_left_of_a_driver_goes_when_nobody_watches_it_any_more() {
    launch(Examples.execution());
    new Operator(Mode.DRIVER_POD, site, client)
        .settle(NAMESPACE, Examples.execution().id(), Phase.SUCCEEDED);
    clock.advance(config.profile().ttl().plusSeconds(5));
    jobs().observe(Set.of(HANDLE));
    assertThat(claim()).isNotNull();

    clock.advance(Duration.ofMinutes(5));
    BackendHandle other = new BackendHandle(NAMESPACE + "/exec-01kaj3vg5n0c2a4e6g8j0m2p9r");
    jobs().observe(Set.of(other));
    assertThat(claim()).isNull();
  }

  @Test
  void settings_that_would_choose_the_node_or_the_account_are_refused() {
    K8sConfig plain = Examples.plain(Mode.DRIVER_POD);
    try (K8sBackend strict = K8sBackend.of(new Kube(site.connect()), plain, clock)) {
      Fit fit = strict.backend().jobs().fit(Examples.jar());
      assertThat(((Fit.Refuses) fit).violations())
          .extracting(violation -> violation.field())
          .containsExactly("config.spark_config.spark.kubernetes.allocation.batch.size");
    }
  }

  @Test
  void a_spark_connect_server_in_a_driver_is_refused() {
    Map<String, String> conf =
        Map.of("spark.plugins", "org.apache.spark.sql.connect.SparkConnectPlugin");
    JobRequest request =
        Examples.request(
            Examples.jar().spec(), null, Resources.DEFAULT, new SparkSettings(conf, Map.of()));
    assertThat(((Fit.Refuses) jobs().fit(request)).violations())
        .extracting(violation -> violation.field())
        .containsExactly("config.spark_config.spark.plugins");
  }

  @Test
  void a_missing_namespace_is_named_where_it_must_not_be_made() {
    K8sConfig plain = Examples.plain(Mode.KUBEFLOW_OPERATOR);
    try (K8sBackend strict = K8sBackend.of(new Kube(site.connect()), plain, clock)) {
      JobLauncher jobs = strict.backend().jobs();
      assertThatThrownBy(() -> jobs.launch(Examples.execution(), Examples.etl()))
          .isInstanceOf(TargetFailure.class)
          .hasMessageContaining("no namespace " + NAMESPACE);
      client.namespaces().resource(namespace()).create();
      assertThatThrownBy(() -> jobs.launch(Examples.execution(), Examples.etl()))
          .isInstanceOf(TargetFailure.class)
          .hasMessageContaining("no service account spark-driver in namespace " + NAMESPACE);
      assertThat(client.configMaps().inAnyNamespace().list().getItems()).isEmpty();
    }
  }

  private static Namespace namespace() {
    return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
  }

  @Test
  void a_namespace_that_is_made_has_all_that_fences_a_team() {
    launch(Examples.execution());
    assertThat(client.namespaces().withName(NAMESPACE).get().getMetadata().getLabels())
        .containsAllEntriesOf(
            Map.of("switchyard.io/team", "feateng", "switchyard.io/environment", "dev"));
    assertThat(
            client.resourceQuotas().inNamespace(NAMESPACE).withName("switchyard").get().getSpec())
        .satisfies(quota -> assertThat(quota.getHard()).containsKeys("requests.cpu", "pods"));
    assertThat(client.limitRanges().inNamespace(NAMESPACE).list().getItems()).hasSize(1);
    assertThat(client.network().v1().networkPolicies().inNamespace(NAMESPACE).list().getItems())
        .extracting(policy -> policy.getMetadata().getName())
        .containsExactlyInAnyOrder("default-deny", "spark");
    assertThat(client.serviceAccounts().inNamespace(NAMESPACE).withName("spark-driver").get())
        .isNotNull();
    assertThat(client.rbac().roleBindings().inNamespace(NAMESPACE).list().getItems()).hasSize(1);
  }
}
