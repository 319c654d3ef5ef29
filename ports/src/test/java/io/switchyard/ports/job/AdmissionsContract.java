package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.Launching;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEventType;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.job.admission.Lane;
import io.switchyard.domain.job.admission.Snapshot;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import io.switchyard.domain.team.TeamQuotas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link Admissions} promises, over one store that starts empty. */
public abstract class AdmissionsContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Team ML = new Team("ml");
  private static final Team BI = new Team("bi");
  private static final SparkVersion OLD = new SparkVersion("3.5.7");
  private static final Lane LANE = new Lane(JobExamples.BACKEND, JobExamples.SPARK);
  private static final Lane OLD_LANE = new Lane(JobExamples.BACKEND, OLD);

  /** What {@link JobExamples#request} asks for: a driver and two executors of 1 core and 1 GiB. */
  private static final Demand DEMAND = new Demand(3, 3 * 1024);

  private final JobIds ids = new SequentialIds();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  protected abstract Admissions admissions();

  protected abstract Events events();

  private Job queued(Team team, SparkVersion spark, int second) {
    var request = JobExamples.request("nightly", team.name(), null);
    Job job = JobExamples.queued(request, spark, ids, T0.plusSeconds(second));
    assertThat(jobs().add(job)).isEmpty();
    return job;
  }

  private Job queued(Team team, int second) {
    return queued(team, JobExamples.SPARK, second);
  }

  private static ExecutionId id(Job job) {
    return job.current().id();
  }

  private static Candidate candidate(Job job, Team team, Lane lane) {
    return new Candidate(id(job), team, lane, job.current().state().since(), DEMAND);
  }

  private static List<ExecutionId> everybody(Snapshot snapshot) {
    return snapshot.lines().stream().flatMap(List::stream).map(Candidate::id).toList();
  }

  /** What a policy is shown; nobody is let through. */
  private Snapshot seen(Instant now, int heads) {
    List<Snapshot> seen = new ArrayList<>();
    admissions()
        .admit(
            now,
            heads,
            snapshot -> {
              seen.add(snapshot);
              return List.of();
            });
    assertThat(seen).hasSize(1);
    return seen.get(0);
  }

  private void admit(Job... jobs) {
    List<ExecutionId> chosen = List.of(jobs).stream().map(AdmissionsContract::id).toList();
    assertThat(admissions().admit(T0.plusSeconds(100), 10, snapshot -> chosen))
        .containsExactlyInAnyOrderElementsOf(chosen);
  }

  private Execution current(Job job) {
    return jobs().find(job.id()).orElseThrow().current();
  }

  private void save(Job job, io.switchyard.domain.job.ExecutionState state) {
    Claimed was = executions().current(job.id()).orElseThrow();
    Execution now = was.execution().in(state);
    Instant due = now.ended() ? null : T0.plusSeconds(500);
    assertThat(executions().save(List.of(new Change(was, now, due, null)))).hasSize(1);
  }

  private static StopReason reason() {
    return StopReason.cancelled("by anna");
  }

  @Test
  void who_stands_in_line_is_not_due_until_it_is_let_through() {
    Job job = queued(ML, 0);
    assertThat(executions().claimDue(T0.plusSeconds(9_999), LEASE, 10)).isEmpty();

    Instant now = T0.plusSeconds(2);
    assertThat(admissions().admit(now, 10, AdmissionsContract::everybody)).containsExactly(id(job));

    assertThat(current(job).state()).isEqualTo(new Pending(now, ""));
    assertThat(executions().claimDue(now.minusMillis(1), LEASE, 10)).isEmpty();
    assertThat(executions().claimDue(now, LEASE, 10))
        .extracting(claimed -> claimed.execution().id())
        .containsExactly(id(job));
    assertThat(jobs().list(new JobFilter(null, JobStatus.PENDING, "", null), 10)).hasSize(1);
  }

  @Test
  void the_policy_sees_the_first_of_each_line_in_order() {
    Job third = queued(ML, 3);
    Job first = queued(ML, 1);
    Job second = queued(ML, 1);
    Job old = queued(ML, OLD, 2);
    Job other = queued(BI, 2);
    queued(BI, 51);
    assertThat(seen(T0.plusSeconds(50), 2).lines())
        .containsExactlyInAnyOrder(
            List.of(candidate(first, ML, LANE), candidate(second, ML, LANE)),
            List.of(candidate(old, ML, OLD_LANE)),
            List.of(candidate(other, BI, LANE)));
    assertThat(seen(T0.plusSeconds(50), 9).lines())
        .contains(
            List.of(
                candidate(first, ML, LANE),
                candidate(second, ML, LANE),
                candidate(third, ML, LANE)));
  }

  @Test
  void the_policy_is_not_asked_while_nobody_stands_in_line() {
    admit(queued(ML, 0));
    queued(ML, 60);
    assertThat(
            admissions()
                .admit(
                    T0.plusSeconds(59),
                    10,
                    snapshot -> {
                      throw new AssertionError("asked about " + snapshot);
                    }))
        .isEmpty();
  }

  @Test
  void what_was_let_through_counts_until_it_ends() {
    Job pending = queued(ML, 1);
    Job launching = queued(ML, 2);
    Job running = queued(ML, OLD, 3);
    Job other = queued(BI, 4);
    admit(pending, launching, running, other);
    queued(BI, 5);
    save(launching, new Launching(T0));
    save(running, new Launching(T0).submitted(new BackendHandle("d"), T0));

    Snapshot now = seen(T0.plusSeconds(50), 9);
    assertThat(now.usage())
        .isEqualTo(Map.of(ML, new Usage(3, 9, 9 * 1024), BI, new Usage(1, 3, 3 * 1024)));
    assertThat(now.launching()).isEqualTo(Map.of(LANE, 3));

    save(pending, new Pending(T0, "").stop(reason(), T0));
    save(running, new Launching(T0).rejected("no", T0));
    assertThat(seen(T0.plusSeconds(50), 9).usage())
        .isEqualTo(Map.of(ML, new Usage(1, 3, 3 * 1024), BI, new Usage(1, 3, 3 * 1024)));
  }

  @Test
  void the_attempt_that_follows_stands_in_line_when_its_time_has_come() {
    Job job = queued(ML, 0);
    admit(job);
    Claimed was = executions().current(job.id()).orElseThrow();
    Execution lost = was.execution().in(new Launching(T0).rejected("no", T0));
    Execution second = lost.next(ids.nextExecution(), job.request(), T0.plusSeconds(30));
    executions().save(List.of(new Change(was, lost, null, second)));

    assertThat(admissions().admit(T0.plusSeconds(29), 9, AdmissionsContract::everybody)).isEmpty();
    assertThat(admissions().standing(second.id(), T0.plusSeconds(29)).orElseThrow().place())
        .isEqualTo(1);
    assertThat(admissions().admit(T0.plusSeconds(30), 9, AdmissionsContract::everybody))
        .containsExactly(second.id());
  }

  @Test
  void who_left_the_line_is_not_let_through() {
    Job cancelled = queued(ML, 0);
    Job stays = queued(ML, 1);
    assertThat(
            admissions()
                .admit(T0.plusSeconds(5), 9, snapshot -> List.of(ids.nextExecution(), id(stays))))
        .containsExactly(id(stays));
    save(cancelled, new Queued(T0, "").stop(reason(), T0));
    assertThat(admissions().admit(T0.plusSeconds(5), 9, AdmissionsContract::everybody)).isEmpty();
    assertThat(current(cancelled).state().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(admissions().standing(id(cancelled), T0)).isEmpty();
  }

  @Test
  void one_in_line_is_claimed_when_its_time_to_start_is_over() {
    Job job = queued(ML, 0);
    Claimed was = executions().current(job.id()).orElseThrow();
    executions().save(List.of(new Change(was, was.execution(), T0.plusSeconds(7), null)));
    assertThat(executions().claimDue(T0.plusSeconds(6), LEASE, 9)).isEmpty();
    Claimed late = executions().claimDue(T0.plusSeconds(7), LEASE, 9).get(0);
    assertThat(late.execution()).isEqualTo(job.current());
  }

  @Test
  void a_standing_tells_the_place_and_what_the_team_uses() {
    Job running = queued(ML, 0);
    Job launching = queued(BI, 0);
    admit(running, launching);
    save(running, new Launching(T0).submitted(new BackendHandle("d"), T0));
    Job old = queued(ML, OLD, 1);
    Job first = queued(ML, 2);
    Job second = queued(ML, 3);
    queued(ML, 900);
    queued(BI, 1);

    assertThat(admissions().standing(id(second), T0.plusSeconds(50)))
        .contains(
            new Standing(
                candidate(second, ML, LANE),
                2,
                3,
                candidate(old, ML, OLD_LANE),
                new Usage(1, 3, 3 * 1024),
                1));
    assertThat(admissions().standing(id(first), T0.plusSeconds(50)).orElseThrow().place())
        .isEqualTo(1);
    assertThat(admissions().standing(id(running), T0.plusSeconds(50))).isEmpty();
    assertThat(admissions().standing(ids.nextExecution(), T0)).isEmpty();
  }

  @Test
  void loads_are_what_there_is_of_each_team() {
    admit(queued(ML, 0));
    queued(ML, 1);
    queued(ML, OLD, 900);
    queued(BI, 1);
    assertThat(admissions().loads())
        .isEqualTo(
            Map.of(
                ML, new Admissions.Load(2, new Usage(1, 3, 3 * 1024)),
                BI, new Admissions.Load(1, Usage.NONE)));
  }

  @Test
  void a_job_is_not_added_while_its_teams_queue_is_full() {
    Job waiting = JobExamples.queued(JobExamples.request("a", "ml", "key"), ids, T0);
    assertThat(jobs().add(waiting, 2)).isEqualTo(new Addition.Added());
    queued(ML, OLD, 1);
    queued(BI, 1);
    Job more = JobExamples.queued(JobExamples.request("b", "ml", null), ids, T0);
    Job elsewhere = JobExamples.queued(JobExamples.request("b", "bi", null), ids, T0);
    Job repeated = JobExamples.queued(JobExamples.request("a", "ml", "key"), ids, T0);

    assertThat(jobs().add(more, 2)).isEqualTo(new Addition.QueueFull());
    assertThat(jobs().find(more.id())).isEmpty();
    assertThat(jobs().add(repeated, 2)).isEqualTo(new Addition.KeyHeld(waiting));
    assertThat(jobs().add(elsewhere, 2)).isEqualTo(new Addition.Added());
    admit(waiting);
    assertThat(jobs().add(more, 2)).isEqualTo(new Addition.Added());
  }

  @Test
  void an_admission_after_a_wait_is_an_event() {
    Job job = queued(ML, 0);
    admissions().admit(T0.plusSeconds(90), 9, AdmissionsContract::everybody);
    assertThat(events().of(job.id(), EventCursor.START, 10))
        .extracting(stored -> stored.event().type())
        .containsExactly(JobEventType.ACCEPTED, JobEventType.ADMITTED);
    assertThat(events().of(job.id(), EventCursor.START, 10).get(1).event().at())
        .isEqualTo(T0.plusSeconds(90));
  }

  @Test
  void while_one_decides_another_lets_nobody_through() throws Exception {
    Job one = queued(ML, 0);
    Job two = queued(ML, 1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      List<Future<List<ExecutionId>>> rival = new ArrayList<>();
      List<ExecutionId> mine =
          admissions()
              .admit(
                  T0.plusSeconds(5),
                  9,
                  snapshot -> {
                    rival.add(other.submit(() -> admitUnlessOneIs(two)));
                    awaitAMoment(rival.get(0));
                    return List.of(id(one));
                  });
      assertThat(mine).containsExactly(id(one));
      assertThat(rival.get(0).get(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(current(two).state()).isInstanceOf(Queued.class);
    } finally {
      other.shutdownNow();
    }
  }

  private List<ExecutionId> admitUnlessOneIs(Job job) {
    return admissions()
        .admit(
            T0.plusSeconds(5),
            9,
            snapshot -> snapshot.usage().isEmpty() ? List.of(id(job)) : List.of());
  }

  /** A store may keep the rival waiting until the first has decided. */
  private static void awaitAMoment(Future<?> rival) {
    try {
      rival.get(1, TimeUnit.SECONDS);
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.TimeoutException stillWaits) {
      return;
    }
  }

  @Test
  void many_that_admit_submit_and_end_at_once_never_exceed_a_limit() throws Exception {
    int total = 60;
    int limit = 7;
    for (int i = 0; i < total; i++) {
      queued(i % 2 == 0 ? ML : BI, 0);
    }
    var limits = new TeamLimits(limit, null, null, null, 1);
    var policy =
        new AdmissionPolicy(new TeamQuotas(limits, Map.of()), total, Set.of(JobExamples.BACKEND));
    ConcurrentLinkedQueue<Usage> seen = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(total);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> admitAndEnd(policy, seen, ended)));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(seen).isNotEmpty().allSatisfy(used -> assertThat(used.jobs()).isBetween(0, limit));
    assertThat(jobs().list(new JobFilter(null, JobStatus.CANCELLED, "", null), 100)).hasSize(total);
  }

  /** Admits, and ends what it finds let through, until all have ended. */
  private void admitAndEnd(
      AdmissionPolicy policy, ConcurrentLinkedQueue<Usage> seen, CountDownLatch ended) {
    Instant now = T0.plusSeconds(5);
    while (ended.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
      admissions()
          .admit(
              now,
              9,
              snapshot -> {
                seen.addAll(snapshot.usage().values());
                return policy.admit(snapshot);
              });
      for (Claimed claimed : executions().claimDue(now, LEASE, 3)) {
        var pending = (Pending) claimed.execution().state();
        Execution end = claimed.execution().in(pending.stop(reason(), now));
        executions()
            .save(List.of(new Change(claimed, end, null, null)))
            .forEach(saved -> ended.countDown());
      }
    }
  }
}
