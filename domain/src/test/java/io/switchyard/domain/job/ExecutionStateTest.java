package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.ExecutionState.Live;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ExecutionStateTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant T1 = T0.plusSeconds(1);
  private static final BackendHandle HANDLE = new BackendHandle("driver-1");
  private static final StopReason STOP = StopReason.cancelled("cancelled by anna");
  private static final StopReason OUT_OF_TIME = new StopReason(Outcome.TIMEOUT, "ran for 1 h");

  private static OnBackend onBackend(String name) {
    var submitted = new Pending(T0, "").launching(T0).submitted(HANDLE, T0);
    var running = (ExecutionState.Running) submitted.observed(Observation.of(Phase.RUNNING), T0);
    return switch (name) {
      case "submitted" -> submitted;
      case "running" -> running;
      case "stopping" -> submitted.stop(STOP, T0);
      case "stopping-running" -> running.stop(STOP, T0);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "submitted, WAITING, SUBMITTED",
    "submitted, UNKNOWN, SUBMITTED",
    "submitted, RUNNING, RUNNING",
    "submitted, SUCCEEDED, SUCCEEDED",
    "submitted, FAILED, FAILED",
    "submitted, KILLED, FAILED",
    "submitted, LOST, FAILED",
    "submitted, NEVER_STARTED, FAILED",
    "running, WAITING, RUNNING",
    "running, UNKNOWN, RUNNING",
    "running, RUNNING, RUNNING",
    "running, SUCCEEDED, SUCCEEDED",
    "running, FAILED, FAILED",
    "running, KILLED, FAILED",
    "running, LOST, FAILED",
    "running, NEVER_STARTED, FAILED",
    "stopping, WAITING, SUBMITTED",
    "stopping, UNKNOWN, SUBMITTED",
    "stopping, RUNNING, RUNNING",
    "stopping, SUCCEEDED, SUCCEEDED",
    "stopping, FAILED, FAILED",
    "stopping, KILLED, CANCELLED",
    "stopping, LOST, CANCELLED",
    "stopping, NEVER_STARTED, CANCELLED",
    "stopping-running, WAITING, RUNNING",
    "stopping-running, UNKNOWN, RUNNING",
    "stopping-running, RUNNING, RUNNING",
    "stopping-running, SUCCEEDED, SUCCEEDED",
    "stopping-running, FAILED, FAILED",
    "stopping-running, KILLED, CANCELLED",
    "stopping-running, LOST, CANCELLED",
    "stopping-running, NEVER_STARTED, CANCELLED",
  })
  void what_a_report_makes_of_a_state(String state, Phase seen, JobStatus status) {
    ExecutionState next = onBackend(state).observed(new Observation(seen, "detail"), T1);
    assertThat(next.status()).isEqualTo(status);
    assertThat(next instanceof Ended).isEqualTo(status.terminal());
  }

  static Stream<ExecutionState> everyLiveState() {
    Queued queued = new Queued(T0, "");
    Pending pending = queued.admitted(T0);
    return Stream.concat(
        Stream.of(queued, pending, pending.launching(T0), pending.launching(T0).stop(STOP, T0)),
        Stream.of("submitted", "running", "stopping", "stopping-running")
            .map(ExecutionStateTest::onBackend));
  }

  @ParameterizedTest
  @MethodSource("everyLiveState")
  void a_live_state_is_not_terminal_and_a_second_stop_changes_nothing(ExecutionState state) {
    assertThat(state.status().terminal()).isFalse();
    ExecutionState once = ((Live) state).stop(STOP, T1);
    if (once instanceof Live live) {
      assertThat(live.stop(OUT_OF_TIME, T1.plusSeconds(1))).isEqualTo(once);
    } else {
      assertThat(once.status()).isEqualTo(JobStatus.CANCELLED);
    }
  }

  @Test
  void a_stop_for_time_ends_in_timeout() {
    var running = (ExecutionState.Running) onBackend("running");
    assertThat(running.stop(OUT_OF_TIME, T1).observed(Observation.of(Phase.KILLED), T1).status())
        .isEqualTo(JobStatus.TIMEOUT);
    assertThat(new Pending(T0, "").stop(OUT_OF_TIME, T1).status()).isEqualTo(JobStatus.TIMEOUT);
  }

  @Test
  void an_end_keeps_the_handle_and_the_start() {
    Ended end = (Ended) onBackend("running").observed(Observation.of(Phase.SUCCEEDED), T1);
    assertThat(end.handle()).isEqualTo(HANDLE);
    assertThat(end.startedAt()).isEqualTo(T0);
    assertThat(end.since()).isEqualTo(T1);
  }

  @Test
  void a_vanished_driver_has_failed_unless_it_was_to_stop() {
    assertThat(onBackend("running").vanished(T1).failure()).isEqualTo(FailureClass.LOST_NODE);
    assertThat(onBackend("stopping").vanished(T1).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void a_backend_is_given_patience_before_a_driver_counts_as_gone() {
    Execution seen =
        Execution.first(
                new ExecutionId("exec-" + "0".repeat(26)),
                new JobId("job-" + "0".repeat(26)),
                new BackendId("local"),
                new SparkVersion("4.1.2"),
                T0)
            .in(onBackend("running"));
    Execution missing = seen.missing(T0).missing(T1);
    assertThat(missing.missingTooLong(T0.plus(Execution.PATIENCE).minusMillis(1))).isFalse();
    assertThat(missing.missingTooLong(T0.plus(Execution.PATIENCE))).isTrue();
    assertThat(missing.in(missing.state()).missingTooLong(T0.plusSeconds(3600))).isFalse();
  }

  @Test
  void a_failure_without_a_class_cannot_be_made() {
    assertThatThrownBy(() -> new Ended(Outcome.FAILED, null, "", null, null, T0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ended(Outcome.SUCCEEDED, FailureClass.UNKNOWN, "", null, null, T0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
