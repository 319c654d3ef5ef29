package io.switchyard.ports.job;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import io.switchyard.ports.job.LogCapture.State;
import io.switchyard.ports.job.LogCaptures.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link LogCaptures} promise, over one store that starts empty. */
public abstract class LogCapturesContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final BackendHandle HANDLE = new BackendHandle("4.1.2/driver-1");

  private final JobIds ids = new SequentialIds();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  protected abstract LogCaptures captures();

  protected abstract History history();

  private static ExecutionState observed(Phase phase) {
    return new Pending(T0, "")
        .launching(T0)
        .submitted(HANDLE, T0)
        .observed(Observation.of(phase), T0);
  }

  private Execution saved(ExecutionState state) {
    Job job = JobExamples.job(JobExamples.request(), ids, T0);
    jobs().add(job);
    Claimed claimed = executions().current(job.id()).orElseThrow();
    Execution now = claimed.execution().in(state);
    executions().save(List.of(new Change(claimed, now, now.ended() ? null : T0, null)));
    return now;
  }

  private List<Claim> claim(Instant now) {
    return captures().claimDue(now, LEASE, 10);
  }

  @Test
  void the_end_of_an_execution_that_a_backend_had_asks_for_the_capture_of_its_logs() {
    Execution ended = saved(observed(Phase.FAILED));
    assertThat(claim(T0.minusMillis(1))).isEmpty();
    assertThat(claim(T0))
        .extracting(Claim::capture)
        .containsExactly(
            new LogCapture(ended.id(), ended.backend(), HANDLE, T0, false, State.PENDING, 0));
  }

  @Test
  void nothing_is_captured_of_executions_that_go_on_or_no_backend_had() {
    List<ExecutionId> none =
        List.of(
            saved(observed(Phase.RUNNING)).id(),
            saved(new Pending(T0, "").stop(StopReason.cancelled("no"), T0)).id());
    assertThat(claim(T0.plusSeconds(1000))).isEmpty();
    assertThat(captures().states(none)).isEmpty();
  }

  @Test
  void whether_a_log_is_to_be_expected_is_remembered() {
    var running = (OnBackend) observed(Phase.RUNNING);
    Execution ran = saved(running.observed(Observation.of(Phase.FAILED), T0));
    Execution quick = saved(observed(Phase.SUCCEEDED));
    Execution lost = saved(observed(Phase.LOST));
    Execution never = saved(observed(Phase.NEVER_STARTED));
    var asked = ((OnBackend) observed(Phase.WAITING)).stop(StopReason.cancelled("no"), T0);
    Execution killed = saved(((OnBackend) asked).observed(Observation.of(Phase.KILLED), T0));
    Map<ExecutionId, Boolean> expected =
        claim(T0).stream()
            .map(Claim::capture)
            .collect(toMap(LogCapture::execution, LogCapture::expected));
    assertThat(expected)
        .isEqualTo(
            Map.of(
                ran.id(), true,
                quick.id(), true,
                lost.id(), true,
                never.id(), false,
                killed.id(), false));
  }

  @Test
  void a_job_is_not_forgotten_while_its_log_is_being_captured() {
    Execution ended = saved(observed(Phase.SUCCEEDED));
    Instant later = T0.plusSeconds(9);
    Claim claim = claim(T0).get(0);
    assertThat(history().oldJobs(later, 9)).isEmpty();
    assertThat(history().forgetJobs(List.of(ended.job()))).isZero();
    captures().save(claim, claim.capture().failed(), later);
    assertThat(history().oldJobs(later, 9))
        .containsExactly(new OldJob(ended.job(), List.of(ended.id())));
    assertThat(history().forgetJobs(List.of(ended.job()))).isEqualTo(1);
    assertThat(captures().states(Set.of(ended.id()))).isEmpty();
    assertThat(claim(later)).isEmpty();
  }

  @Test
  void an_end_that_is_not_written_asks_for_nothing() {
    Job job = JobExamples.job(JobExamples.request(), ids, T0);
    jobs().add(job);
    Claimed stale = executions().current(job.id()).orElseThrow();
    executions().claimDue(T0, LEASE, 10);
    Execution ended = stale.execution().in(observed(Phase.SUCCEEDED));
    assertThat(executions().save(List.of(new Change(stale, ended, null, null)))).isEmpty();
    assertThat(claim(T0.plusSeconds(1000))).isEmpty();
  }

  @Test
  void a_claim_keeps_others_away_until_its_lease_ends_and_then_fences_the_first() {
    saved(observed(Phase.SUCCEEDED));
    Claim slow = claim(T0).get(0);
    assertThat(claim(T0.plus(LEASE).minusMillis(1))).isEmpty();
    Claim other = claim(T0.plus(LEASE)).get(0);
    assertThat(captures().save(slow, slow.capture().in(State.LOST), T0)).isFalse();
    assertThat(captures().save(other, other.capture().in(State.CAPTURED), T0)).isTrue();
    assertThat(captures().states(Set.of(other.capture().execution())).values())
        .containsExactly(State.CAPTURED);
  }

  @Test
  void what_failed_is_due_when_it_was_said_and_remembers_its_tries() {
    saved(observed(Phase.SUCCEEDED));
    Claim claim = claim(T0).get(0);
    captures().save(claim, claim.capture().failed().failed(), T0.plusSeconds(60));
    assertThat(claim(T0.plusSeconds(59))).isEmpty();
    assertThat(claim(T0.plusSeconds(60))).extracting(c -> c.capture().tries()).containsExactly(2);
  }

  @Test
  void what_is_captured_or_never_was_is_never_due_again() {
    saved(observed(Phase.SUCCEEDED));
    saved(observed(Phase.SUCCEEDED));
    List<Claim> both = claim(T0);
    captures().save(both.get(0), both.get(0).capture().in(State.CAPTURED), T0);
    captures().save(both.get(1), both.get(1).capture().in(State.NONE), T0);
    assertThat(claim(T0.plusSeconds(1_000_000))).isEmpty();
    assertThat(captures().states(both.stream().map(c -> c.capture().execution()).toList()).values())
        .containsExactlyInAnyOrder(State.CAPTURED, State.NONE);
  }

  @Test
  void no_more_are_claimed_than_asked_for_and_none_twice() {
    for (int i = 0; i < 5; i++) {
      saved(observed(Phase.SUCCEEDED));
    }
    assertThat(captures().claimDue(T0, LEASE, 3)).hasSize(3);
    assertThat(captures().claimDue(T0, LEASE, 3)).hasSize(2);
    assertThat(captures().claimDue(T0, LEASE, 3)).isEmpty();
  }
}
