package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.ExecutionState.Running;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobEventType;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link Events} and {@link History} promise, over one store that starts empty. */
public abstract class EventsContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final BackendHandle HANDLE = new BackendHandle("driver-1");
  private static final int WRITERS = 8;
  private static final int JOBS_EACH = 40;

  private final JobIds ids = new SequentialIds();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  protected abstract Events events();

  protected abstract History history();

  private Job added(String team, @Nullable String key, Instant at) {
    Job job = JobExamples.job(JobExamples.request("nightly", team, key), ids, at);
    jobs().add(job);
    return job;
  }

  private Job added(String team) {
    return added(team, null, T0);
  }

  private Execution enter(JobId job, ExecutionState state) {
    return enter(job, state, null);
  }

  private Execution enter(JobId job, ExecutionState state, @Nullable Execution following) {
    Claimed was = executions().current(job).orElseThrow();
    Execution now = was.execution().in(state);
    Instant due = now.ended() ? null : T0.plusSeconds(1_000);
    assertThat(executions().save(List.of(new Change(was, now, due, following)))).hasSize(1);
    return now;
  }

  private static Running running(Instant at) {
    var submitted = new Pending(T0, "").launching(T0).submitted(HANDLE, at);
    return (Running) submitted.observed(Observation.of(Phase.RUNNING), at);
  }

  private List<JobEvent> story(JobId job) {
    return events().of(job, EventCursor.START, 100).stream().map(StoredEvent::event).toList();
  }

  private List<JobEventType> types(JobId job) {
    return story(job).stream().map(JobEvent::type).toList();
  }

  private static List<JobId> jobsOf(List<StoredEvent> stored) {
    return stored.stream().map(s -> s.event().job()).toList();
  }

  @Test
  void a_job_that_runs_and_ends_tells_so_in_order() {
    Job job = added("ml");
    var launching = new Pending(T0, "").launching(T0.plusSeconds(1));
    enter(job.id(), launching);
    enter(job.id(), launching.submitted(HANDLE, T0.plusSeconds(2)));
    Running running = running(T0.plusSeconds(3));
    enter(job.id(), running);
    enter(job.id(), running);
    Observation failure = new Observation(Phase.FAILED, "no such 'table' — ünïcode");
    enter(job.id(), running.observed(failure, T0.plusSeconds(4)));

    var id = job.current().id();
    assertThat(story(job.id()))
        .containsExactly(
            new JobEvent(job.id(), id, 1, JobEventType.ACCEPTED, T0, ""),
            new JobEvent(job.id(), id, 1, JobEventType.SUBMITTED, T0.plusSeconds(2), ""),
            new JobEvent(job.id(), id, 1, JobEventType.RUNNING, T0.plusSeconds(3), ""),
            new JobEvent(
                job.id(), id, 1, JobEventType.FAILED, T0.plusSeconds(4), failure.detail()));
    assertThat(events().of(job.id(), EventCursor.START, 9))
        .allSatisfy(stored -> assertThat(stored.team()).isEqualTo(new Team("ml")));
  }

  @Test
  void the_newest_events_of_a_job_are_told_in_their_order() {
    Job job = added("ml");
    enter(job.id(), running(T0.plusSeconds(3)));
    added("ml");
    enter(job.id(), running(T0.plusSeconds(3)).observed(Observation.of(Phase.SUCCEEDED), T0));

    List<StoredEvent> all = events().of(job.id(), EventCursor.START, 100);
    assertThat(events().latest(job.id(), 3)).isEqualTo(all).hasSize(3);
    assertThat(events().latest(job.id(), 100)).isEqualTo(all);
    assertThat(events().latest(job.id(), 2)).isEqualTo(all.subList(1, 3));
    assertThat(events().latest(ids.nextJob(), 2)).isEmpty();
  }

  @Test
  void an_attempt_that_is_followed_by_another_is_no_end_of_the_job() {
    Job job = added("ml");
    Instant later = T0.plusSeconds(1);
    var lost = running(T0).observed(new Observation(Phase.LOST, "gone"), later);
    Execution second =
        job.current().in(lost).next(ids.nextExecution(), JobExamples.request(), later);
    enter(job.id(), lost, second);

    assertThat(story(job.id()).subList(1, 3))
        .containsExactly(
            new JobEvent(
                job.id(), job.current().id(), 1, JobEventType.ATTEMPT_FAILED, later, "gone"),
            new JobEvent(
                job.id(),
                second.id(),
                2,
                JobEventType.PENDING,
                later,
                ((Queued) second.state()).waitingFor()));
  }

  @Test
  void what_was_not_written_is_no_event() {
    Job first = added("ml", "key", T0);
    Job second = added("ml", "key", T0);
    Claimed stale = executions().claimDue(T0, LEASE, 1).get(0);
    executions().claimDue(T0.plus(LEASE), LEASE, 1);
    Execution ran = stale.execution().in(running(T0));
    assertThat(executions().save(List.of(Change.until(stale, ran, T0)))).isEmpty();

    assertThat(types(first.id())).containsExactly(JobEventType.ACCEPTED);
    assertThat(types(second.id())).isEmpty();
    assertThat(jobsOf(events().after(EventFilter.ALL, EventCursor.START, 9)))
        .containsExactly(first.id());
  }

  @Test
  void a_save_of_several_tells_what_happened_to_those_that_were_written() {
    Job kept = added("ml");
    Job raced = added("ml");
    List<Claimed> both = executions().claimDue(T0, LEASE, 10);
    enter(raced.id(), new Pending(T0, "").stop(reason(), T0));
    List<Change> changes =
        both.stream()
            .map(c -> Change.until(c, c.execution().in(running(T0)), T0.plusSeconds(9)))
            .toList();
    executions().save(changes);

    assertThat(types(kept.id())).containsExactly(JobEventType.ACCEPTED, JobEventType.RUNNING);
    assertThat(types(raced.id())).containsExactly(JobEventType.ACCEPTED, JobEventType.CANCELLED);
  }

  private static StopReason reason() {
    return StopReason.cancelled("cancelled by anna");
  }

  @Test
  void events_are_narrowed_by_team_and_time_and_paged_by_cursor() {
    Job a = added("ml");
    Job b = added("bi", null, T0.plusSeconds(5));
    Job c = added("ml", null, T0.plusSeconds(5));

    assertThat(jobsOf(events().after(EventFilter.ALL, EventCursor.START, 2)))
        .containsExactly(a.id(), b.id());
    EventCursor second = events().after(EventFilter.ALL, EventCursor.START, 2).get(1).cursor();
    assertThat(jobsOf(events().after(EventFilter.ALL, second, 2))).containsExactly(c.id());
    assertThat(jobsOf(after(new EventFilter(Set.of(new Team("ml")), null))))
        .containsExactly(a.id(), c.id());
    assertThat(jobsOf(after(new EventFilter(null, T0.plusSeconds(5)))))
        .containsExactly(b.id(), c.id());
    assertThat(after(new EventFilter(Set.of(), null))).isEmpty();
    assertThat(events().newest()).isEqualTo(after(EventFilter.ALL).get(2).cursor());
  }

  private List<StoredEvent> after(EventFilter filter) {
    return events().after(filter, EventCursor.START, 100);
  }

  @Test
  void a_reader_that_pages_while_many_write_misses_nothing_and_sees_nothing_twice()
      throws Exception {
    List<Callable<List<StoredEvent>>> all = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      all.add(this::write);
    }
    all.add(this::follow);
    List<List<StoredEvent>> answers = concurrently(all);
    List<StoredEvent> followed = answers.get(WRITERS);

    assertThat(followed).hasSize(2 * WRITERS * JOBS_EACH);
    assertThat(followed)
        .containsExactlyElementsOf(events().after(EventFilter.ALL, EventCursor.START, 100_000));
    for (StoredEvent stored : followed) {
      if (stored.event().type() == JobEventType.ACCEPTED) {
        assertThat(types(stored.event().job()))
            .containsExactly(JobEventType.ACCEPTED, JobEventType.CANCELLED);
      }
    }
  }

  private List<StoredEvent> write() {
    for (int i = 0; i < JOBS_EACH; i++) {
      Job job = added("ml");
      enter(job.id(), new Pending(T0, "").stop(reason(), T0));
    }
    return List.of();
  }

  /** Reads on from the last cursor, until it has as many events as are written. */
  private List<StoredEvent> follow() {
    List<StoredEvent> seen = new ArrayList<>();
    EventCursor at = EventCursor.START;
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (seen.size() < 2 * WRITERS * JOBS_EACH && System.nanoTime() < deadline) {
      List<StoredEvent> page = events().after(EventFilter.ALL, at, 7);
      seen.addAll(page);
      at = page.isEmpty() ? at : page.get(page.size() - 1).cursor();
    }
    return seen;
  }

  private static <T> List<T> concurrently(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private int forgetJobs(Instant before, int limit) {
    return history().forgetJobs(history().oldJobs(before, limit).stream().map(OldJob::id).toList());
  }

  @Test
  void an_ended_job_is_forgotten_whole_and_its_key_is_free() {
    Job old = added("ml", "key", T0);
    Job recent = added("ml");
    enter(old.id(), new Pending(T0, "").stop(reason(), T0.plusSeconds(1)));
    enter(recent.id(), new Pending(T0, "").stop(reason(), T0.plusSeconds(3)));

    assertThat(forgetJobs(T0.plusSeconds(1), 10)).isZero();
    assertThat(forgetJobs(T0.plusSeconds(2), 10)).isEqualTo(1);
    assertThat(jobs().find(old.id())).isEmpty();
    assertThat(types(old.id())).isEmpty();
    assertThat(jobs().find(recent.id())).isPresent();
    assertThat(types(recent.id())).hasSize(2);
    Job again = added("ml", "key", T0);
    assertThat(jobs().find(again.id())).isPresent();
  }

  @Test
  void jobs_are_forgotten_in_batches_those_that_ended_first_first() {
    List<JobId> ended =
        Stream.of(3, 1, 2)
            .map(
                second -> {
                  Job job = added("ml");
                  enter(job.id(), new Pending(T0, "").stop(reason(), T0.plusSeconds(second)));
                  return job.id();
                })
            .toList();
    assertThat(forgetJobs(T0.plusSeconds(9), 2)).isEqualTo(2);
    assertThat(jobs().list(JobFilter.ALL, 9)).extracting(Job::id).containsExactly(ended.get(0));
    assertThat(forgetJobs(T0.plusSeconds(9), 2)).isEqualTo(1);
    assertThat(forgetJobs(T0.plusSeconds(9), 2)).isZero();
  }

  @Test
  void what_has_not_ended_is_never_forgotten() {
    Job waits = added("ml");
    Job runs = added("ml");
    enter(runs.id(), running(T0));
    Job again = added("ml");
    var lost = running(T0).observed(Observation.of(Phase.LOST), T0);
    enter(
        again.id(),
        lost,
        again.current().in(lost).next(ids.nextExecution(), JobExamples.request(), T0));
    Instant far = T0.plusSeconds(1_000_000);

    assertThat(forgetJobs(far, 10)).isZero();
    assertThat(history().forgetJobs(List.of(waits.id(), runs.id(), again.id(), ids.nextJob())))
        .isZero();
    assertThat(history().forgetEvents(far, 10)).isZero();
    for (Job job : List.of(waits, runs, again)) {
      assertThat(jobs().find(job.id())).isPresent();
      assertThat(types(job.id())).startsWith(JobEventType.ACCEPTED);
    }
  }

  @Test
  void events_are_forgotten_oldest_first_in_batches_and_cursors_stay_good() {
    Job old = added("ml");
    enter(old.id(), new Pending(T0, "").stop(reason(), T0.plusSeconds(1)));
    EventCursor seen = events().newest();
    Job next = added("ml", null, T0.plusSeconds(2));

    assertThat(history().forgetEvents(T0.plusSeconds(9), 1)).isEqualTo(1);
    assertThat(types(old.id())).containsExactly(JobEventType.CANCELLED);
    assertThat(history().forgetEvents(T0.plusSeconds(9), 5)).isEqualTo(1);
    assertThat(history().forgetEvents(T0.plusSeconds(9), 5)).isZero();
    assertThat(jobs().find(old.id())).isPresent();
    assertThat(jobsOf(events().after(EventFilter.ALL, seen, 9))).containsExactly(next.id());
  }
}
