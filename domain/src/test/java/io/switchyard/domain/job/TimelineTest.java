package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimelineTest {

  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final JobId JOB = new JobId("job-" + "0".repeat(26));
  private static final BackendHandle DRIVER = new BackendHandle("d");

  private static JobRequest request() {
    return new JobRequest(
        new JobName("nightly"),
        new Team("ml"),
        "anna",
        new JobSpec.CustomJar(new ArtifactUri("/app.jar"), "com.acme.Main", List.of()),
        JobType.BATCH,
        null,
        Resources.DEFAULT,
        new SparkSettings(Map.of(), Map.of()),
        null);
  }

  private static Instant at(int second) {
    return T.plusSeconds(second);
  }

  private static ExecutionId id(int attempt) {
    return new ExecutionId("exec-%026d".formatted(attempt));
  }

  /** Its first attempt is lost after it ran, the second succeeds; with all its events. */
  private final List<JobEvent> events = new ArrayList<>();

  private final Job job = job();

  private Job job() {
    Execution fresh =
        Execution.first(id(1), JOB, new BackendId("local"), new SparkVersion("4.1.2"), T);
    Job accepted = new Job(JOB, request(), T, List.of(fresh));
    events.addAll(JobEvents.of(accepted));
    Execution lost = ran(admitted(fresh), 1, Phase.LOST);
    Execution second = admitted(lost.next(id(2), request(), at(4)));
    events.remove(events.size() - 1);
    events.addAll(JobEvents.of(lost.in(new ExecutionState.Running(DRIVER, at(2))), lost, second));
    Execution succeeded = ran(second, 5, Phase.SUCCEEDED);
    return new Job(JOB, request(), T, List.of(lost, succeeded));
  }

  private static Execution admitted(Execution queued) {
    return queued.in(((ExecutionState.Queued) queued.state()).admitted(queued.state().since()));
  }

  private Execution ran(Execution pending, int from, Phase end) {
    var launching = ((ExecutionState.Pending) pending.state()).launching(at(from));
    var submitted = launching.submitted(DRIVER, at(from));
    var running = submitted.observed(Observation.of(Phase.RUNNING), at(from + 1));
    var ended =
        ((ExecutionState.Running) running).observed(new Observation(end, "gone"), at(from + 2));
    List<ExecutionState> states = List.of(pending.state(), launching, submitted, running, ended);
    for (int i = 1; i < states.size(); i++) {
      events.addAll(JobEvents.of(pending.in(states.get(i - 1)), pending.in(states.get(i)), null));
    }
    return pending.in(ended);
  }

  private static List<String> told(Timeline timeline) {
    return timeline.entries().stream()
        .map(
            e ->
                e.attempt() + " " + e.type() + " " + (e.at().getEpochSecond() - T.getEpochSecond()))
        .toList();
  }

  @Test
  void a_timeline_is_the_events_while_they_are_kept() {
    Timeline timeline = Timeline.of(job, events);
    assertThat(timeline).isEqualTo(new Timeline(events, false));
    assertThat(told(timeline))
        .containsExactly(
            "1 ACCEPTED 0",
            "1 SUBMITTED 1",
            "1 RUNNING 2",
            "1 ATTEMPT_FAILED 3",
            "2 PENDING 3",
            "2 SUBMITTED 5",
            "2 RUNNING 6",
            "2 SUCCEEDED 7");
  }

  @Test
  void without_events_the_attempts_tell_what_they_know() {
    assertThat(told(Timeline.of(job, List.of())))
        .containsExactly(
            "1 ACCEPTED 0",
            "1 RUNNING 2",
            "1 ATTEMPT_FAILED 3",
            "2 PENDING 3",
            "2 RUNNING 6",
            "2 SUCCEEDED 7");
  }

  @Test
  void whichever_events_are_gone_nothing_is_told_twice_or_out_of_order() {
    for (int gone = 1; gone < events.size(); gone++) {
      Timeline timeline = Timeline.of(job, events.subList(gone, events.size()));
      assertThat(timeline.entries()).doesNotHaveDuplicates();
      assertThat(timeline.entries())
          .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()))
          .containsAll(events.subList(gone, events.size()));
      assertThat(told(timeline)).startsWith("1 ACCEPTED 0").endsWith("2 SUCCEEDED 7");
      assertThat(told(timeline)).isSubsetOf(told(Timeline.of(job, events)));
    }
  }

  @Test
  void a_long_story_keeps_its_newest_entries_and_says_so() {
    List<JobEvent> many = new ArrayList<>();
    for (int i = 0; i <= Timeline.MOST; i++) {
      many.add(new JobEvent(JOB, id(1), 1, JobEventType.PENDING, at(i), ""));
    }
    Timeline timeline = Timeline.of(job, many);
    assertThat(timeline.cut()).isTrue();
    assertThat(timeline.entries()).isEqualTo(many.subList(1, many.size()));
    assertThat(Timeline.of(job, many.subList(0, 50)).cut()).isFalse();
  }
}
