package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionState.Launching;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.ExecutionState.Running;
import io.switchyard.domain.job.ExecutionState.StoppingLaunch;
import io.switchyard.domain.job.ExecutionState.Submitted;
import io.switchyard.domain.placement.BackendId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class JobEventsTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATER = T.plusSeconds(5);
  private static final BackendHandle D = new BackendHandle("d");
  private static final StopReason WHY = StopReason.cancelled("by anna");
  private static final StopReason SLOW = new StopReason(Outcome.TIMEOUT, "1h are over");
  private static final ExecutionId ID = new ExecutionId("exec-" + "0".repeat(26));
  private static final ExecutionId NEXT = new ExecutionId("exec-" + "0".repeat(25) + "1");
  private static final JobId JOB = new JobId("job-" + "0".repeat(26));

  private static Execution in(ExecutionState state) {
    return Execution.first(ID, JOB, new BackendId("local"), new SparkVersion("4.1.2"), T).in(state);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        nothing(new Queued(LATER.minusMillis(4_999), ""), new Pending(LATER, "")),
        line(new Queued(T, ""), new Pending(LATER, ""), "ADMITTED: waited in line for 5 s"),
        line(new Queued(T, ""), new Queued(T, "").stop(WHY, LATER), "CANCELLED: by anna"),
        nothing(new Pending(T, ""), new Launching(LATER)),
        nothing(new Launching(T), new Pending(LATER, "no room")),
        nothing(new Running(D, T), new Running(D, T)),
        nothing(new StoppingLaunch(WHY, T), new StoppingLaunch(WHY, T)),
        line(new Launching(T), new Submitted(D, LATER), "SUBMITTED: "),
        line(new Submitted(D, T), new Running(D, LATER), "RUNNING: "),
        line(new Launching(T), new StoppingLaunch(WHY, LATER), "STOP_REQUESTED: by anna"),
        line(new Running(D, T), new Stopping(D, T, WHY, LATER), "STOP_REQUESTED: by anna"),
        line(new StoppingLaunch(WHY, T), new Stopping(D, null, WHY, LATER), "SUBMITTED: "),
        line(new Stopping(D, null, WHY, T), new Stopping(D, LATER, WHY, T), "RUNNING: "),
        line(new Pending(T, ""), new Pending(T, "").stop(WHY, LATER), "CANCELLED: by anna"),
        line(
            new Stopping(D, T, SLOW, T),
            new Stopping(D, T, SLOW, T).vanished(LATER),
            "TIMEOUT: 1h are over"),
        line(
            new Submitted(D, T),
            new Ended(Outcome.SUCCEEDED, null, "", D, null, LATER),
            "SUCCEEDED: "),
        line(new Launching(T), new Launching(T).rejected("no jar", LATER), "FAILED: no jar"));
  }

  private static Arguments nothing(ExecutionState before, ExecutionState after) {
    return Arguments.of(before, after, List.of());
  }

  private static Arguments line(ExecutionState before, ExecutionState after, String said) {
    return Arguments.of(before, after, List.of(said));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_change_that_people_can_see_is_an_event(
      ExecutionState before, ExecutionState after, List<String> said) {
    List<JobEvent> events = JobEvents.of(in(before), in(after), null);

    assertThat(events).extracting(e -> e.type() + ": " + e.message()).isEqualTo(said);
    assertThat(events).allSatisfy(event -> assertThat(event.at()).isEqualTo(LATER));
  }

  @Test
  void an_attempt_that_is_followed_by_another_does_not_end_the_job() {
    Execution lost = in(new Ended(Outcome.FAILED, FailureClass.LOST_NODE, "gone", D, null, LATER));
    Execution next = lost.next(NEXT, Requests.with(RunPolicy.DEFAULT), LATER.plusSeconds(60));

    assertThat(JobEvents.of(in(new Submitted(D, T)), lost, next))
        .containsExactly(
            new JobEvent(JOB, ID, 1, JobEventType.ATTEMPT_FAILED, LATER, "gone"),
            new JobEvent(
                JOB, NEXT, 2, JobEventType.PENDING, LATER, ((Queued) next.state()).waitingFor()));
  }

  @ParameterizedTest
  @EnumSource
  void a_status_and_its_event_have_one_name_and_one_end(JobStatus status) {
    JobEventType type = JobEventType.entering(status);
    assertThat(type.name()).isEqualTo(status.name());
    assertThat(type.ends()).isEqualTo(status.terminal());
  }
}
