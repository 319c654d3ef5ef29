package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Submitted;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.job.Watches.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What {@link Watches} promise, over one store that starts empty. */
public abstract class WatchesContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Instant LATER = T0.plusSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final BackendId HERE = JobExamples.BACKEND;
  private static final BackendId ELSEWHERE = new BackendId("elsewhere");

  private final JobIds ids = new SequentialIds();
  private int drivers;

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  protected abstract Watches watches();

  private List<BackendId> claim(Instant now) {
    return watches().claimDue(Set.of(HERE), now, LEASE).stream().map(Watch::backend).toList();
  }

  private Watch claimed(Instant now) {
    List<Watch> claimed = watches().claimDue(Set.of(HERE), now, LEASE);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  private Claimed added() {
    jobs().add(JobExamples.job(JobExamples.request(), ids, T0));
    List<Claimed> claimed = executions().claimDue(T0, LEASE, 10);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  private Claimed entered(Claimed was, ExecutionState state) {
    Execution next = was.execution().in(state);
    List<Claimed> saved =
        executions().save(List.of(new Change(was, next, next.ended() ? null : LATER, null)));
    assertThat(saved).hasSize(1);
    return saved.get(0);
  }

  private Submitted submitted() {
    return new Pending(T0, "").launching(T0).submitted(new BackendHandle("d-" + drivers++), T0);
  }

  @Test
  void a_backend_that_was_never_watched_is_due() {
    assertThat(watches().claimDue(Set.of(HERE, ELSEWHERE), T0, LEASE))
        .extracting(Watch::backend)
        .containsExactlyInAnyOrder(HERE, ELSEWHERE);
  }

  @Test
  void no_backend_no_watch() {
    assertThat(watches().claimDue(Set.of(), T0, LEASE)).isEmpty();
  }

  @Test
  void a_claim_keeps_others_away_until_its_lease_ends() {
    claimed(T0);
    assertThat(claim(T0.plus(LEASE).minusMillis(1))).isEmpty();
    assertThat(claim(T0.plus(LEASE))).containsExactly(HERE);
  }

  @Test
  void a_released_watch_is_due_when_it_was_said_to_be() {
    assertThat(watches().release(claimed(T0), T0.plusSeconds(1))).isTrue();
    assertThat(claim(T0.plusMillis(999))).isEmpty();
    assertThat(claim(T0.plusSeconds(1))).containsExactly(HERE);
  }

  @Test
  void a_hurried_watch_is_due_sooner_and_never_later() {
    watches().release(claimed(T0), T0.plusSeconds(10));
    watches().hurry(HERE, T0.plusSeconds(2));
    watches().hurry(HERE, T0.plusSeconds(5));
    watches().hurry(ELSEWHERE, T0);
    assertThat(claim(T0.plusMillis(1999))).isEmpty();
    assertThat(claim(T0.plusSeconds(2))).containsExactly(HERE);
  }

  @Test
  void hurry_takes_no_watch_from_who_has_it() {
    Watch held = claimed(T0);
    watches().hurry(HERE, T0);
    assertThat(claim(T0.plusSeconds(1))).isEmpty();
    assertThat(watches().release(held, T0.plusSeconds(3))).isTrue();
    assertThat(claim(T0.plusSeconds(2))).isEmpty();
    assertThat(claim(T0.plusSeconds(3))).containsExactly(HERE);
  }

  @Test
  void who_lost_a_watch_does_not_release_it() {
    Watch slow = claimed(T0);
    claimed(T0.plus(LEASE));
    assertThat(watches().release(slow, T0)).isFalse();
    assertThat(claim(T0.plus(LEASE))).isEmpty();
  }

  @Test
  void of_many_claimers_at_once_one_watches() throws Exception {
    Callable<List<Watch>> claimer = () -> watches().claimDue(Set.of(HERE), T0, LEASE);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      int watching = 0;
      for (Future<List<Watch>> claim :
          threads.invokeAll(List.of(claimer, claimer, claimer, claimer, claimer, claimer))) {
        watching += claim.get().size();
      }
      assertThat(watching).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void submitted_and_running_executions_are_watched_and_no_others() {
    StopReason reason = StopReason.cancelled("cancelled by anna");
    entered(added(), new Pending(T0, "no room"));
    Claimed launching = entered(added(), new Pending(T0, "").launching(T0));
    Claimed submitted = entered(added(), submitted());
    Claimed running = entered(added(), submitted().observed(Observation.of(Phase.RUNNING), T0));
    entered(added(), submitted().stop(reason, T0));
    entered(added(), submitted().observed(Observation.of(Phase.SUCCEEDED), T0));

    assertThat(watches().versions(HERE))
        .isEqualTo(
            Map.of(
                submitted.execution().id(), submitted.version(),
                running.execution().id(), running.version()));
    assertThat(watches().versions(ELSEWHERE)).isEmpty();
    assertThat(watches().read(Set.of(submitted.execution().id(), running.execution().id())))
        .containsExactlyInAnyOrder(submitted, running);
    assertThat(watches().read(Set.of())).isEmpty();
    assertThat(executions().claimDue(T0.plusSeconds(1_000_000), LEASE, 10))
        .extracting(claimed -> claimed.execution().id())
        .contains(launching.execution().id())
        .doesNotContain(submitted.execution().id(), running.execution().id());
  }

  @Test
  void a_write_changes_the_version_and_an_end_takes_it_off() {
    Claimed submitted = entered(added(), submitted());
    Claimed missing =
        executions()
            .save(List.of(Change.until(submitted, submitted.execution().missing(T0), T0)))
            .get(0);
    assertThat(watches().versions(HERE))
        .isEqualTo(Map.of(submitted.execution().id(), missing.version()));
    assertThat(missing.version()).isNotEqualTo(submitted.version());
    assertThat(watches().read(Set.of(missing.execution().id()))).containsExactly(missing);

    entered(missing, submitted().observed(Observation.of(Phase.FAILED), T0));
    assertThat(watches().versions(HERE)).isEmpty();
  }

  @Test
  void a_driver_that_is_asked_to_stop_is_due_again() {
    Claimed running = entered(added(), submitted());
    var stop = ((Submitted) running.execution().state()).stop(StopReason.cancelled("no"), T0);
    Claimed stopping = entered(running, stop);
    assertThat(executions().claimDue(LATER, LEASE, 10))
        .extracting(Claimed::execution)
        .containsExactly(stopping.execution());
  }
}
