package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.mockwebserver.http.MockResponse;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drivers are heard of, over a network that breaks. */
final class WatchingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String NAMESPACE = "sjns-feateng-dev";
  private static final Observation KILLED = Observation.of(Phase.KILLED);

  private final JobIds ids = new SequentialIds();
  private final MockSite site = new MockSite();
  private final KubernetesClient client = site.connect();
  private final Wire wire = new Wire(site.port());
  private final SettableClock clock = new SettableClock();
  private final Operator operator = new Operator(Mode.DRIVER_POD, site, client);
  private final K8sBackend backend =
      K8sBackend.of(
          new Kube(site.connect(wire)),
          Examples.config(
              Mode.DRIVER_POD, new Namespaces(true, Map.of()), new Profile(Examples.IMAGES)),
          clock);

  WatchingTest() {
    // The API server's time is the machine's.
    clock.advance(Duration.between(clock.instant(), Instant.now()));
  }

  @AfterEach
  void close() {
    backend.close();
    wire.close();
    client.close();
    site.close();
  }

  private JobLauncher jobs() {
    return backend.backend().jobs();
  }

  private Execution running() {
    Execution execution = JobExamples.job(Examples.etl(), ids, clock.instant()).current();
    jobs().launch(execution, Examples.etl());
    operator.settle(NAMESPACE, execution.id(), Phase.RUNNING);
    await(execution, Phase.RUNNING);
    return execution;
  }

  private static BackendHandle handle(Execution execution) {
    return new BackendHandle(NAMESPACE + "/" + execution.id());
  }

  private Optional<Phase> look(Execution execution) {
    return Optional.ofNullable(jobs().observe(Set.of(handle(execution))).get(handle(execution)))
        .map(Observation::phase);
  }

  private void await(Execution execution, Phase phase) {
    Eventually.get(PATIENCE, () -> look(execution).map(List::of).orElse(List.of()), phase::equals);
  }

  private void awaitAbsence(Execution execution) {
    Eventually.get(PATIENCE, () -> List.of(look(execution).isEmpty()), absent -> absent);
  }

  private void delete(Execution execution) {
    client.pods().inNamespace(NAMESPACE).withName(execution.id().value()).delete();
  }

  private long watches() {
    return site.requests().stream().filter(request -> request.contains("watch=true")).count();
  }

  @Test
  void a_look_at_what_was_heard_of_asks_nothing() {
    Execution execution = running();
    Eventually.get(PATIENCE, () -> List.of(watches()), open -> open > 0);
    int before = site.requests().size();
    for (int i = 0; i < 100; i++) {
      assertThat(look(execution)).contains(Phase.RUNNING);
    }
    assertThat(site.requests()).hasSize(before);
  }

  @Test
  void a_change_is_told_of_as_soon_as_it_is_heard_of_and_only_once() {
    AtomicInteger changes = new AtomicInteger();
    jobs().onChange(changes::incrementAndGet);
    Execution execution = running();
    int before = changes.get();
    String same = "{\"metadata\":{\"annotations\":{\"seen\":\"today\"}}}";
    var pod = client.pods().inNamespace(NAMESPACE).withName(execution.id().value());
    pod.patch(PatchContext.of(PatchType.JSON_MERGE), same);
    operator.settle(NAMESPACE, execution.id(), Phase.SUCCEEDED);
    Eventually.get(PATIENCE, () -> List.of(changes.get()), count -> count > before);
    assertThat(look(execution)).contains(Phase.SUCCEEDED);
    assertThat(changes.get()).isEqualTo(before + 1);
  }

  @Test
  void a_driver_that_ended_and_was_removed_between_two_looks_has_ended_and_not_vanished() {
    Execution execution = running();
    Execution other = running();
    operator.settle(NAMESPACE, execution.id(), Phase.SUCCEEDED);
    delete(execution);
    delete(other);
    awaitAbsence(other);
    assertThat(look(execution)).contains(Phase.SUCCEEDED);
  }

  @Test
  void changes_while_the_network_was_away_are_heard_of_afterwards() {
    Execution ends = running();
    Execution stays = running();
    long before = watches();
    wire.cut();
    operator.settle(NAMESPACE, ends.id(), Phase.FAILED);
    wire.mend();
    await(ends, Phase.FAILED);
    assertThat(look(stays)).contains(Phase.RUNNING);
    assertThat(watches()).isGreaterThan(before);
  }

  @Test
  void when_the_api_server_does_not_remember_what_was_heard_all_is_listed_again() {
    Execution ends = running();
    Execution goes = running();
    AtomicInteger refused = new AtomicInteger();
    site.happen(
        (request, served) ->
            request.getPath().contains("watch=true") && refused.getAndIncrement() == 0
                ? Optional.of(new MockResponse().setResponseCode(410))
                : Optional.empty());
    wire.cut();
    operator.settle(NAMESPACE, ends.id(), Phase.SUCCEEDED);
    delete(goes);
    int before = site.requests().size();
    wire.mend();
    await(ends, Phase.SUCCEEDED);
    awaitAbsence(goes);
    assertThat(refused.get()).isPositive();
    assertThat(site.requests().subList(before, site.requests().size()))
        .anyMatch(request -> request.matches("GET /api/v1/pods.*limit=.*"));
  }

  @Test
  void what_was_heard_too_long_ago_is_not_believed_and_nobody_is_taken_for_gone() {
    Execution execution = running();
    wire.cut();
    Eventually.get(
        PATIENCE,
        () -> {
          clock.advance(Duration.ofSeconds(1));
          try {
            assertThat(look(execution)).contains(Phase.RUNNING);
            return List.of();
          } catch (TargetFailure failure) {
            return List.of(failure);
          }
        },
        failure -> failure.getMessage().contains("nothing was heard of drivers since"));
    wire.mend();
    await(execution, Phase.RUNNING);
  }

  @Test
  void an_account_that_may_not_watch_is_told_the_verb_and_the_kind() {
    site.happen(
        (request, served) ->
            request.getPath().contains("watch=true")
                ? Optional.of(
                    new MockResponse()
                        .setResponseCode(403)
                        .setBody(
                            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":403,"
                                + "\"reason\":\"Forbidden\",\"message\":\"no watch for you\"}"))
                : Optional.empty());
    Execution execution = JobExamples.job(Examples.etl(), ids, clock.instant()).current();
    jobs().launch(execution, Examples.etl());
    Eventually.get(
        PATIENCE,
        () -> {
          clock.advance(Duration.ofSeconds(20));
          try {
            look(execution);
            return List.of();
          } catch (TargetFailure failure) {
            return List.of(failure);
          }
        },
        failure ->
            failure.kind() == TargetFailure.Kind.FORBIDDEN
                && failure.getMessage().contains("may not watch pods in all namespaces"));
  }

  @Test
  void a_driver_that_was_stopped_is_killed_and_not_vanished() {
    Execution execution = running();
    jobs().stop(handle(execution));
    Eventually.get(
        PATIENCE, () -> jobs().observe(Set.of(handle(execution))).values(), KILLED::equals);
  }

  @Test
  void drivers_of_other_backends_are_not_heard_of() {
    Execution execution = running();
    AtomicInteger changes = new AtomicInteger();
    jobs().onChange(changes::incrementAndGet);
    var mine = client.pods().inNamespace(NAMESPACE).withName(execution.id().value()).get();
    mine.getMetadata().setName("other");
    mine.getMetadata().setResourceVersion(null);
    mine.getMetadata().setUid(null);
    mine.getMetadata().getLabels().put(Labels.BACKEND, "elsewhere");
    client.resource(mine).create();
    operator.settle(NAMESPACE, execution.id(), Phase.SUCCEEDED);
    await(execution, Phase.SUCCEEDED);
    assertThat(changes.get()).isEqualTo(1);
  }

  @Test
  void a_backend_that_is_closed_hears_nothing_any_more() {
    Execution execution = running();
    backend.close();
    assertThatThrownBy(() -> look(execution)).isInstanceOf(IllegalStateException.class);
  }
}
