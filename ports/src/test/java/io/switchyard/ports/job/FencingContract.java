package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEventType;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A process that stands still beyond its lease, while another takes over, can neither write nor
 * launch a second driver when it wakes up; over one store that starts empty.
 */
public abstract class FencingContract {

  private final FakeBackend backend = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  protected abstract Admissions admissions();

  protected abstract Watches watches();

  protected abstract Events events();

  private AdvanceExecutions replica(Executions work, JobLauncher launcher) {
    Backends backends = new Backends(List.of(new Backend(JobExamples.BACKEND, launcher, backend)));
    var watch = new WatchDrivers(jobs(), work, watches(), backends, ids, clock, Cadence.DEFAULT);
    return new AdvanceExecutions(
        jobs(),
        work,
        watch,
        backends,
        ids,
        clock,
        Cadence.DEFAULT,
        JobExamples.admitting(admissions(), clock));
  }

  private AdvanceExecutions replica(Paused paused) {
    return replica(
        paused.port(Executions.class, executions()), paused.port(JobLauncher.class, backend));
  }

  private Job submit() {
    Backends backends = new Backends(List.of(backend.backend()));
    var submitJob = new SubmitJob(jobs(), backends, ids, clock);
    Submission answer = submitJob.submit(JobExamples.request(), ANNA);
    return ((Submission.Accepted) answer).job();
  }

  private void cancel(Job job) {
    new CancelJob(jobs(), executions(), clock).cancel(job.id(), "", ANNA);
  }

  private JobStatus status(Job job) {
    return jobs().find(job.id()).orElseThrow().status();
  }

  private List<JobEventType> story(JobId job) {
    return events().of(job, EventCursor.START, 100).stream().map(e -> e.event().type()).toList();
  }

  /** The other process does what there is to do, for so long. */
  private void othersWork(Duration time) {
    AdvanceExecutions other = replica(executions(), backend);
    for (Duration at = Duration.ZERO; at.compareTo(time) < 0; at = at.plusSeconds(2)) {
      clock.advance(Duration.ofSeconds(2));
      other.advance();
    }
  }

  private void othersRunIt(Job job) {
    othersWork(Duration.ofSeconds(40));
    assertThat(status(job)).isEqualTo(JobStatus.SUBMITTED);
    backend.enter(job.current().id(), Phase.RUNNING);
    othersWork(Duration.ofSeconds(2));
    backend.enter(job.current().id(), Phase.SUCCEEDED);
    othersWork(Duration.ofSeconds(2));
    assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
  }

  private void ranOnceAndSucceeded(Job job) {
    assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(backend.drivers()).isEqualTo(1);
    assertThat(story(job.id()))
        .containsExactly(
            JobEventType.ACCEPTED,
            JobEventType.SUBMITTED,
            JobEventType.RUNNING,
            JobEventType.SUCCEEDED);
    othersWork(Duration.ofMinutes(2));
    assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
  }

  private void othersFinishWhile(Paused paused) throws Exception {
    try (paused) {
      Job job = submit();
      AdvanceExecutions replica = replica(paused);
      paused.begin(replica::advance);
      othersRunIt(job);
      paused.wakeUp();
      ranOnceAndSucceeded(job);
    }
  }

  @Test
  void who_stood_still_between_the_claim_and_the_announcement_does_nothing() throws Exception {
    othersFinishWhile(Paused.after("claimDue"));
  }

  @Test
  void who_stood_still_before_the_launch_makes_no_second_driver() throws Exception {
    othersFinishWhile(Paused.before("launch"));
  }

  @Test
  void who_stood_still_after_the_launch_does_not_undo_what_came_of_it() throws Exception {
    othersFinishWhile(Paused.after("launch"));
  }

  @Test
  void who_stood_still_with_old_news_of_a_driver_does_not_tell_them() throws Exception {
    try (Paused paused = Paused.after("observe")) {
      Job job = submit();
      othersWork(Duration.ofSeconds(2));
      backend.enter(job.current().id(), Phase.RUNNING);
      clock.advance(Duration.ofSeconds(2));
      AdvanceExecutions replica = replica(paused);
      paused.begin(replica::advance);
      clock.advance(Cadence.DEFAULT.lease());
      othersWork(Duration.ofSeconds(2));
      backend.enter(job.current().id(), Phase.SUCCEEDED);
      othersWork(Duration.ofSeconds(2));
      assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
      paused.wakeUp();
      ranOnceAndSucceeded(job);
    }
  }

  @Test
  void who_stood_still_before_the_launch_launches_nothing_after_a_cancel() throws Exception {
    try (Paused paused = Paused.before("launch")) {
      Job job = submit();
      AdvanceExecutions replica = replica(paused);
      paused.begin(replica::advance);
      cancel(job);
      othersWork(Duration.ofSeconds(40));
      assertThat(status(job)).isEqualTo(JobStatus.CANCELLED);
      paused.wakeUp();
      assertThat(backend.drivers()).isZero();
      assertThat(status(job)).isEqualTo(JobStatus.CANCELLED);
    }
  }

  @Test
  void nor_if_the_others_had_found_no_room_for_it() throws Exception {
    try (Paused paused = Paused.before("launch")) {
      Job job = submit();
      AdvanceExecutions replica = replica(paused);
      paused.begin(replica::advance);
      backend.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room"));
      clock.advance(Cadence.DEFAULT.launch());
      replica(executions(), backend).advance();
      cancel(job);
      othersWork(Duration.ofSeconds(40));
      assertThat(status(job)).isEqualTo(JobStatus.CANCELLED);
      paused.wakeUp();
      assertThat(backend.drivers()).isZero();
    }
  }

  @Test
  void nor_if_the_others_were_refused() throws Exception {
    try (Paused paused = Paused.before("launch")) {
      Job job = submit();
      AdvanceExecutions replica = replica(paused);
      paused.begin(replica::advance);
      backend.failNextLaunch(TargetFailure.withoutEffect(Kind.REJECTED, "not offered"));
      othersWork(Duration.ofSeconds(40));
      assertThat(status(job)).isEqualTo(JobStatus.FAILED);
      paused.wakeUp();
      assertThat(backend.drivers()).isZero();
      assertThat(story(job.id())).containsExactly(JobEventType.ACCEPTED, JobEventType.FAILED);
    }
  }

  @Test
  void a_cancel_that_stood_still_does_not_undo_an_end() throws Exception {
    try (Paused paused = Paused.after("current")) {
      Job job = submit();
      var slow = new CancelJob(jobs(), paused.port(Executions.class, executions()), clock);
      List<Cancellation> answers = new ArrayList<>();
      paused.begin(() -> answers.add(slow.cancel(job.id(), "", ANNA)));
      othersRunIt(job);
      paused.wakeUp();
      assertThat(answers).hasOnlyElementsOfType(Cancellation.TooLate.class);
      ranOnceAndSucceeded(job);
    }
  }

  /** Writes whatever it is given, whoever has written since: what versions are there to prevent. */
  private final class Unfenced implements Executions {

    @Override
    public List<Claimed> claimDue(Instant now, Duration lease, int limit) {
      return executions().claimDue(now, lease, limit);
    }

    @Override
    public Optional<Claimed> current(JobId job) {
      return executions().current(job);
    }

    @Override
    public List<Claimed> waiting(BackendId backend, @Nullable ExecutionId after, int limit) {
      return executions().waiting(backend, after, limit);
    }

    @Override
    public List<Claimed> save(Collection<Change> changes) {
      return executions().save(changes.stream().map(this::anew).toList());
    }

    private Change anew(Change change) {
      Claimed now = executions().current(change.now().job()).orElseThrow();
      return new Change(now, change.now(), change.due(), change.following());
    }
  }

  /** Without versions the same story goes wrong, so these tests can. */
  @Test
  void without_versions_who_stood_still_would_undo_what_others_saw() throws Exception {
    try (Paused paused = Paused.after("launch")) {
      Job job = submit();
      AdvanceExecutions replica = replica(new Unfenced(), paused.port(JobLauncher.class, backend));
      paused.begin(replica::advance);
      othersWork(Duration.ofSeconds(40));
      backend.enter(job.current().id(), Phase.RUNNING);
      othersWork(Duration.ofSeconds(2));
      assertThat(status(job)).isEqualTo(JobStatus.RUNNING);
      paused.wakeUp();
      assertThat(status(job)).isEqualTo(JobStatus.SUBMITTED);
      Execution undone = jobs().find(job.id()).orElseThrow().current();
      assertThat(undone.startedAt()).isNull();
    }
  }
}
