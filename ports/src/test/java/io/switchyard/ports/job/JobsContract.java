package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.ExecutionState.Running;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobMetrics;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.job.Terms;
import io.switchyard.domain.team.Team;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link Jobs} and {@link Executions} promise, over one store that starts empty. */
public abstract class JobsContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final JobIds ids = new SequentialIds();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  private Job added(String name, String team) {
    Job job = JobExamples.job(JobExamples.request(name, team, null), ids, T0);
    assertThat(jobs().add(job)).isEmpty();
    return job;
  }

  private Job added() {
    return added("nightly", "data-infra");
  }

  private Claimed claimOne(Instant now) {
    List<Claimed> claimed = executions().claimDue(now, LEASE, 10);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  private Claimed saved(Claimed was, Execution now, @Nullable Instant due) {
    List<Claimed> saved = executions().save(List.of(new Change(was, now, due, null)));
    assertThat(saved).hasSize(1);
    return saved.get(0);
  }

  @Test
  void an_added_job_is_found_as_it_was() {
    Job job = added();
    assertThat(jobs().find(job.id())).contains(job);
  }

  @Test
  void a_job_that_was_never_added_is_not_found() {
    assertThat(jobs().find(ids.nextJob())).isEmpty();
    assertThat(executions().current(ids.nextJob())).isEmpty();
  }

  @Test
  void a_second_job_with_the_teams_key_is_not_added_and_gives_the_first() {
    Job first = JobExamples.job(JobExamples.request("a", "ml", "key"), ids, T0);
    Job second = JobExamples.job(JobExamples.request("b", "ml", "key"), ids, T0);
    Job elsewhere = JobExamples.job(JobExamples.request("a", "bi", "key"), ids, T0);
    assertThat(jobs().add(first)).isEmpty();
    assertThat(jobs().add(second)).contains(first);
    assertThat(jobs().add(elsewhere)).isEmpty();
    assertThat(jobs().find(second.id())).isEmpty();
    assertThat(executions().claimDue(T0, LEASE, 10)).hasSize(2);
  }

  @Test
  void of_many_adds_at_once_with_one_key_one_adds() throws Exception {
    List<Job> rivals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rivals.add(JobExamples.job(JobExamples.request("same", "ml", "key"), ids, T0));
    }
    List<Optional<Job>> answers =
        concurrently(
            rivals.stream().<Callable<Optional<Job>>>map(j -> () -> jobs().add(j)).toList());
    assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
    assertThat(answers.stream().flatMap(Optional::stream).map(Job::id).distinct()).hasSize(1);
    assertThat(jobs().list(JobFilter.ALL, 10)).hasSize(1);
  }

  @Test
  void a_list_is_newest_first_and_pages_do_not_move() {
    Job one = added();
    Job two = added();
    Job three = added();
    assertThat(jobs().list(JobFilter.ALL, 2))
        .extracting(Job::id)
        .containsExactly(three.id(), two.id());
    added();
    assertThat(jobs().list(filter(null, null, "", two.id()), 2))
        .extracting(Job::id)
        .containsExactly(one.id());
  }

  @Test
  void a_list_is_narrowed_by_team_status_and_name_prefix() {
    Job a = added("nightly_orders", "data-infra");
    Job b = added("nightly-orders", "ml");
    Job c = added("Nightly", "ml");
    Claimed first = executions().claimDue(T0, LEASE, 1).get(0);
    saved(first, first.execution().in(new Pending(T0, "").stop(reason(), T0)), null);

    assertThat(ids(filter(Set.of(new Team("ml")), null, "", null))).containsExactly(c.id(), b.id());
    assertThat(ids(filter(Set.of(), null, "", null))).isEmpty();
    assertThat(ids(filter(null, JobStatus.CANCELLED, "", null))).containsExactly(a.id());
    assertThat(ids(filter(null, JobStatus.PENDING, "", null))).containsExactly(c.id(), b.id());
    assertThat(ids(filter(null, null, "nightly", null))).containsExactly(b.id(), a.id());
    assertThat(ids(filter(null, null, "nightly_", null))).containsExactly(a.id());
    assertThat(ids(filter(null, null, "%", null))).isEmpty();
  }

  private List<JobId> ids(JobFilter filter) {
    return jobs().list(filter, 10).stream().map(Job::id).toList();
  }

  private static JobFilter filter(
      @Nullable Set<Team> teams,
      @Nullable JobStatus status,
      String prefix,
      @Nullable JobId before) {
    return new JobFilter(teams, status, prefix, before);
  }

  @Test
  void a_claim_keeps_others_away_until_its_lease_ends() {
    added();
    claimOne(T0);
    assertThat(executions().claimDue(T0.plus(LEASE).minusMillis(1), LEASE, 10)).isEmpty();
    claimOne(T0.plus(LEASE));
  }

  @Test
  void an_execution_is_not_claimed_before_it_is_due() {
    Job job = added();
    assertThat(executions().claimDue(T0.minusMillis(1), LEASE, 10)).isEmpty();
    Claimed claimed = claimOne(T0);
    saved(claimed, claimed.execution(), T0.plusSeconds(5));
    assertThat(executions().claimDue(T0.plusSeconds(4), LEASE, 10)).isEmpty();
    assertThat(claimOne(T0.plusSeconds(5)).execution()).isEqualTo(job.current());
  }

  @Test
  void those_due_longest_are_claimed_first_and_no_more_than_asked_for() {
    Job one = added();
    Job two = added();
    Claimed first = executions().claimDue(T0, LEASE, 1).get(0);
    assertThat(first.execution().job()).isEqualTo(one.id());
    saved(first, first.execution(), T0.plusSeconds(1));
    Instant later = T0.plusSeconds(2);
    assertThat(executions().claimDue(later, LEASE, 1).get(0).execution().job()).isEqualTo(two.id());
    assertThat(executions().claimDue(later, LEASE, 1).get(0).execution().job()).isEqualTo(one.id());
  }

  @Test
  void every_due_execution_is_claimed_by_one_of_many_claimers() throws Exception {
    for (int i = 0; i < 60; i++) {
      added();
    }
    Callable<List<Claimed>> claimer =
        () -> {
          List<Claimed> mine = new ArrayList<>();
          List<Claimed> batch = executions().claimDue(T0, LEASE, 7);
          while (!batch.isEmpty()) {
            mine.addAll(batch);
            batch = executions().claimDue(T0, LEASE, 7);
          }
          return mine;
        };
    List<Claimed> all =
        concurrently(List.of(claimer, claimer, claimer, claimer)).stream()
            .flatMap(List::stream)
            .toList();
    assertThat(all)
        .extracting(claimed -> claimed.execution().id())
        .doesNotHaveDuplicates()
        .hasSize(60);
  }

  @Test
  void a_save_with_an_old_version_writes_nothing() {
    Job job = added();
    Claimed slow = claimOne(T0);
    Claimed other = claimOne(T0.plus(LEASE));
    Execution launching = slow.execution().in(new Pending(T0, "").launching(T0));
    assertThat(executions().save(List.of(Change.until(slow, launching, T0)))).isEmpty();
    assertThat(jobs().find(job.id())).contains(job);
    saved(other, other.execution(), T0);
    assertThat(executions().save(List.of(Change.until(other, launching, T0)))).isEmpty();
  }

  @Test
  void a_save_of_several_writes_those_that_still_may() {
    added();
    added();
    List<Claimed> both = executions().claimDue(T0, LEASE, 10);
    saved(both.get(0), both.get(0).execution(), T0.plusSeconds(60));
    List<Change> changes =
        both.stream().map(c -> Change.until(c, c.execution(), T0.plusSeconds(1))).toList();
    assertThat(executions().save(changes))
        .extracting(c -> c.execution().id())
        .containsExactly(both.get(1).execution().id());
  }

  @Test
  void a_change_without_a_claim_keeps_a_claimer_from_saving() {
    Job job = added();
    Claimed claimed = claimOne(T0);
    Claimed current = executions().current(job.id()).orElseThrow();
    assertThat(current.execution()).isEqualTo(claimed.execution());
    Ended cancelled = new Pending(T0, "").stop(reason(), T0);
    saved(current, current.execution().in(cancelled), null);
    assertThat(executions().save(List.of(Change.until(claimed, claimed.execution(), T0))))
        .isEmpty();
    assertThat(jobs().find(job.id()).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void every_state_is_read_back_as_it_was_written() {
    BackendHandle handle = new BackendHandle("4.1.2/driver-20260301100000-0001");
    var queued = new Queued(T0.minusSeconds(1), "attempt 1 begins soon");
    var pending = new Pending(T0, "backend local has no room");
    var launching = pending.launching(T0.plusSeconds(1));
    var submitted = launching.submitted(handle, T0.plusSeconds(2));
    var running = submitted.observed(Observation.of(Phase.RUNNING), T0.plusSeconds(3));
    ExecutionState stoppingLaunch = launching.stop(reason(), T0.plusSeconds(4));
    ExecutionState stopping = submitted.stop(reason(), T0.plusSeconds(4));
    ExecutionState stoppingRunning =
        ((ExecutionState.Live) running).stop(reason(), T0.plusSeconds(4));
    added();
    Claimed claimed = claimOne(T0);
    for (ExecutionState state :
        List.of(
            queued,
            pending,
            launching,
            submitted,
            running,
            stoppingLaunch,
            stopping,
            stoppingRunning)) {
      Execution next = claimed.execution().in(state).missing(T0.plusSeconds(9));
      claimed = saved(claimed, next, T0.plusSeconds(30));
      assertThat(claimed.execution()).isEqualTo(next);
      assertThat(jobs().find(next.job()).orElseThrow().current()).isEqualTo(next);
    }
  }

  @Test
  void every_end_is_read_back_as_it_was_written_and_is_never_due_again() {
    BackendHandle handle = new BackendHandle("driver-1");
    var submitted = new Pending(T0, "").launching(T0).submitted(handle, T0);
    var running =
        (ExecutionState.Running)
            submitted.observed(Observation.of(Phase.RUNNING), T0.plusSeconds(1));
    List<ExecutionState> ends = new ArrayList<>();
    ends.add(new Pending(T0, "").stop(reason(), T0.plusSeconds(2)));
    ends.add(new Pending(T0, "").launching(T0).rejected("no such jar", T0.plusSeconds(2)));
    for (Phase phase : List.of(Phase.SUCCEEDED, Phase.FAILED, Phase.KILLED, Phase.LOST)) {
      ends.add(running.observed(new Observation(phase, "said 'so' — ünïcode"), T0.plusSeconds(2)));
      ends.add(submitted.observed(new Observation(phase, ""), T0.plusSeconds(2)));
    }
    for (ExecutionState end : ends) {
      Job job = added();
      Claimed claimed = claimOne(T0);
      Execution ended =
          claimed.execution().in(end).counted(new JobMetrics(1, 2, 3, 4, 5, 6, 7_000_000_000L));
      saved(claimed, ended, null);
      assertThat(jobs().find(job.id()).orElseThrow().current()).isEqualTo(ended);
      assertThat(executions().claimDue(T0.plusSeconds(1_000_000), LEASE, 10)).isEmpty();
    }
  }

  @Test
  void what_has_ended_is_never_written_again_whatever_version_is_given() {
    List<ExecutionState> all = StateExamples.all(T0.plusSeconds(1));
    for (ExecutionState end : all.stream().filter(Ended.class::isInstance).toList()) {
      Job job = added();
      Claimed live = claimOne(T0);
      Claimed ended = saved(live, live.execution().in(end), null);
      for (ExecutionState other : all) {
        Execution now = live.execution().in(other);
        Instant due = now.ended() ? null : T0;
        assertThatThrownBy(() -> new Change(ended, now, due, null))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("has ended");
        // Somebody who knows the newest version, and not that it is an end.
        Claimed forged = new Claimed(live.execution(), ended.version());
        assertThat(executions().save(List.of(new Change(forged, now, due, null)))).isEmpty();
      }
      assertThat(jobs().find(job.id()).orElseThrow().current()).isEqualTo(ended.execution());
      assertThat(executions().current(job.id())).contains(ended);
      assertThat(executions().claimDue(T0.plusSeconds(1_000_000), LEASE, 10)).isEmpty();
    }
  }

  @Test
  void a_following_attempt_stands_in_line_and_the_job_stands_where_it_stands() {
    Job job = added();
    Claimed claimed = claimOne(T0);
    var submitted = new Pending(T0, "").launching(T0).submitted(new BackendHandle("d"), T0);
    Execution lost =
        claimed.execution().in(submitted.observed(Observation.of(Phase.NEVER_STARTED), T0));
    Execution second = lost.next(ids.nextExecution(), job.request(), T0.plusSeconds(1));
    assertThat(executions().save(List.of(new Change(claimed, lost, null, second)))).hasSize(1);

    Job after = jobs().find(job.id()).orElseThrow();
    assertThat(after.executions()).containsExactly(lost, second);
    assertThat(after.status()).isEqualTo(JobStatus.PENDING);
    assertThat(ids(filter(null, JobStatus.PENDING, "", null))).containsExactly(job.id());
    assertThat(executions().current(job.id()).orElseThrow().execution()).isEqualTo(second);
    assertThat(executions().claimDue(T0.plusSeconds(1_000_000), LEASE, 10)).isEmpty();
  }

  @Test
  void a_stale_end_adds_no_following_attempt() {
    Job job = added();
    Claimed stale = claimOne(T0);
    Claimed fresh = claimOne(T0.plus(LEASE));
    var submitted = new Pending(T0, "").launching(T0).submitted(new BackendHandle("d"), T0);
    Execution lost =
        stale.execution().in(submitted.observed(Observation.of(Phase.NEVER_STARTED), T0));
    Execution second = lost.next(ids.nextExecution(), job.request(), T0);
    assertThat(executions().save(List.of(new Change(stale, lost, null, second)))).isEmpty();
    assertThat(jobs().find(job.id()).orElseThrow().executions()).containsExactly(fresh.execution());
  }

  @Test
  void the_terms_of_an_attempt_are_read_back_as_they_were_written() {
    Job job = JobExamples.job(JobExamples.request(), ids, T0);
    JobId id = job.id();
    Execution first = job.current();
    Execution raised =
        new Execution(
            first.id(),
            id,
            1,
            first.backend(),
            first.sparkVersion(),
            new Terms(T0.plusSeconds(7), Duration.ofSeconds(90), 2, new Demand(9, 50_000_000_000L)),
            first.state(),
            null,
            null,
            null);
    jobs().add(new Job(id, JobExamples.request(), T0, List.of(raised)));
    assertThat(claimOne(T0).execution()).isEqualTo(raised);
    assertThat(jobs().find(id).orElseThrow().current()).isEqualTo(raised);
  }

  @Test
  void the_spark_connect_server_of_a_driver_is_read_back_until_its_end() {
    Job job = added();
    var token = new DriverConnect("token-of-32-characters-0123456789", null);
    Claimed claimed = claimOne(T0);
    var launching = new Pending(T0, "").launching(T0);
    Execution begun = claimed.execution().in(launching).serving(token);
    Claimed saved = executions().save(List.of(Change.until(claimed, begun, T0))).get(0);
    assertThat(jobs().find(job.id()).orElseThrow().current().connect()).isEqualTo(token);
    var listening = new DriverConnect(token.token(), URI.create("sc://127.0.0.1:4711"));
    var submitted = launching.submitted(new BackendHandle("d"), T0);
    Execution serving = saved.execution().in(submitted).serving(listening);
    Claimed again = executions().save(List.of(Change.until(saved, serving, T0))).get(0);
    assertThat(jobs().find(job.id()).orElseThrow().current().connect()).isEqualTo(listening);
    Execution over = again.execution().in(submitted.observed(Observation.of(Phase.SUCCEEDED), T0));
    executions().save(List.of(new Change(again, over, null, null)));
    assertThat(jobs().find(job.id()).orElseThrow().current().connect()).isNull();
  }

  @Test
  void where_a_driver_can_be_watched_is_read_back_until_its_end() {
    Job job = added();
    URI ui = URI.create("http://10.0.0.7:40123");
    var submitted = new Pending(T0, "").launching(T0).submitted(new BackendHandle("d"), T0);
    var running = (Running) submitted.observed(Observation.of(Phase.RUNNING), T0);
    Claimed claimed = claimOne(T0);
    Execution watched = claimed.execution().in(running).watchedAt(ui);
    List<Claimed> saved =
        executions().save(List.of(Change.until(claimed, watched, T0.plusSeconds(1))));
    assertThat(saved).extracting(c -> c.execution().ui()).containsExactly(ui);
    assertThat(jobs().find(job.id()).orElseThrow().current()).isEqualTo(watched);
    Execution ended = watched.in(running.observed(Observation.of(Phase.SUCCEEDED), T0));
    executions().save(List.of(new Change(saved.get(0), ended, null, null)));
    assertThat(jobs().find(job.id()).orElseThrow().current().ui()).isNull();
  }

  @Test
  void a_request_is_read_back_whole() {
    JobRequest request = JobExamples.request("a name", "ml", "k-1");
    Job job = JobExamples.job(request, ids, T0);
    jobs().add(job);
    assertThat(jobs().find(job.id()).orElseThrow().request()).isEqualTo(request);
  }

  private static StopReason reason() {
    return StopReason.cancelled("cancelled by anna: wrong input");
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
}
