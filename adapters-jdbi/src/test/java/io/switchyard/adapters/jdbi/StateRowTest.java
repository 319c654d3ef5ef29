package io.switchyard.adapters.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Launching;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.ExecutionState.Running;
import io.switchyard.domain.job.ExecutionState.StoppingLaunch;
import io.switchyard.domain.job.ExecutionState.Submitted;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.job.Stopping;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StateRowTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant S = T.minusSeconds(60);
  private static final BackendHandle D = new BackendHandle("d");
  private static final StopReason WHY = StopReason.cancelled("why");
  private static final Outcome GOOD = Outcome.SUCCEEDED;

  static Stream<Arguments> table() {
    return Stream.of(
        line(new Queued(T, "delay"), row("QUEUED", "delay", null, null, null, null, null, null)),
        line(new Pending(T, "room"), row("PENDING", "room", null, null, null, null, null, null)),
        line(new Launching(T), row("LAUNCHING", "", null, null, null, null, null, null)),
        line(new Submitted(D, T), row("SUBMITTED", "", "d", null, null, null, null, null)),
        line(new Running(D, T), row("RUNNING", "", "d", T, null, null, null, null)),
        line(
            new StoppingLaunch(WHY, T),
            row("STOPPING_LAUNCH", "", null, null, "CANCELLED", "why", null, null)),
        line(
            new Stopping(D, null, WHY, T),
            row("STOPPING", "", "d", null, "CANCELLED", "why", null, null)),
        line(
            new Stopping(D, S, new StopReason(Outcome.TIMEOUT, ""), T),
            row("STOPPING", "", "d", S, "TIMEOUT", "", null, null)),
        line(
            new Ended(GOOD, null, "", D, S, T),
            row("ENDED", "", "d", S, null, null, "SUCCEEDED", null)),
        line(
            new Ended(Outcome.FAILED, FailureClass.LOST_NODE, "gone", D, null, T),
            row("ENDED", "gone", "d", null, null, null, "FAILED", "LOST_NODE")),
        line(
            new Ended(Outcome.CANCELLED, null, "why", null, null, T),
            row("ENDED", "why", null, null, null, null, "CANCELLED", null)));
  }

  private static Arguments line(ExecutionState state, StateRow row) {
    return Arguments.of(state, row);
  }

  private static StateRow row(
      String word,
      String message,
      @Nullable String handle,
      @Nullable Instant startedAt,
      @Nullable String stopOutcome,
      @Nullable String stopMessage,
      @Nullable String outcome,
      @Nullable String failure) {
    return new StateRow(
        word, T, message, handle, startedAt, stopOutcome, stopMessage, outcome, failure);
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_state_and_its_row_say_the_same(ExecutionState state, StateRow row) {
    assertThat(StateRow.of(state)).isEqualTo(row);
    assertThat(row.state()).isEqualTo(state);
    assertThat(row.shown()).isEqualTo(state);
    assertThat(StateRow.LIVE.contains(row.word())).isEqualTo(state instanceof ExecutionState.Live);
  }

  static Stream<Arguments> later() {
    return Stream.of(
        Arguments.of(row("NEW", "", null, null, null, null, null, null), JobStatus.PENDING),
        Arguments.of(row("NEW", "", "d", null, null, null, null, null), JobStatus.SUBMITTED),
        Arguments.of(row("NEW", "", "d", S, null, null, null, null), JobStatus.RUNNING),
        Arguments.of(row("NEW", "", "d", S, null, null, "SUCCEEDED", null), JobStatus.FAILED),
        Arguments.of(row("ENDED", "", "d", S, null, null, "SKIPPED", null), JobStatus.FAILED),
        Arguments.of(row("STOPPING", "", "d", S, "SKIPPED", "", null, null), JobStatus.RUNNING));
  }

  @ParameterizedTest
  @MethodSource("later")
  void words_of_a_later_release_are_shown_as_what_comes_nearest(StateRow row, JobStatus status) {
    assertThatThrownBy(row::state).isInstanceOf(IllegalArgumentException.class);
    assertThat(row.shown().status()).isEqualTo(status);
  }

  @Test
  void a_failure_class_of_a_later_release_is_a_failure_of_unknown_class() {
    var row = row("ENDED", "heap", "d", S, null, null, "FAILED", "QUOTA_EXCEEDED");
    assertThat(row.state())
        .isEqualTo(new Ended(Outcome.FAILED, FailureClass.UNKNOWN, "heap", D, S, T));
  }
}
