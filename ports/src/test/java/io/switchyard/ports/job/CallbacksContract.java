package io.switchyard.ports.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import io.switchyard.ports.job.Callback.State;
import io.switchyard.ports.job.CallbackAnswer.Delivered;
import io.switchyard.ports.job.CallbackAnswer.Failed;
import io.switchyard.ports.job.CallbackAnswer.Gone;
import io.switchyard.ports.job.Callbacks.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Callbacks} promise, over one store that starts empty. */
public abstract class CallbacksContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Instant END = T0.plusSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final String URL = "https://hooks.example.com/done?token=a%20b";

  private final JobIds ids = new SequentialIds();

  protected abstract Jobs jobs();

  protected abstract Executions executions();

  protected abstract Callbacks callbacks();

  protected abstract History history();

  private Job submitted(String url) {
    Job job = JobExamples.job(JobExamples.callingBack(url), ids, T0);
    jobs().add(job);
    return job;
  }

  private static ExecutionState observed(Phase phase) {
    return new Pending(T0, "")
        .launching(T0)
        .submitted(new BackendHandle("4.1.2/driver-1"), T0)
        .observed(Observation.of(phase), END);
  }

  /** Writes that the job's attempt is in that state. */
  private void save(Job job, ExecutionState state) {
    Claimed claimed = executions().current(job.id()).orElseThrow();
    Execution now = claimed.execution().in(state);
    Change change = new Change(claimed, now, now.ended() ? null : END, null);
    assertThat(executions().save(List.of(change))).hasSize(1);
  }

  private Job ended(String url) {
    Job job = submitted(url);
    save(job, observed(Phase.SUCCEEDED));
    return job;
  }

  private List<Claim> claim(Instant now) {
    return callbacks().claimDue(now, LEASE, 10, 10);
  }

  private Callback of(Job job) {
    return callbacks().of(List.of(job.id())).get(job.id());
  }

  private static Callback due(Job job, String url) {
    return new Callback(job.id(), new CallbackUrl(url), State.PENDING, END, 0, null, null, "", END);
  }

  @Test
  void a_job_that_goes_on_has_a_callback_that_is_not_due() {
    Job job = submitted(URL);
    save(job, observed(Phase.RUNNING));
    assertThat(of(job)).isEqualTo(Callback.of(job).orElseThrow());
    assertThat(claim(END.plusSeconds(1000))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "KILLED", "LOST", "NEVER_STARTED"})
  void the_end_of_a_job_makes_its_callback_due(Phase phase) {
    Job job = submitted(URL);
    save(job, observed(phase));
    assertThat(of(job)).isEqualTo(due(job, URL));
    assertThat(claim(END.minusMillis(1))).isEmpty();
    assertThat(claim(END)).extracting(Claim::callback).containsExactly(due(job, URL));
  }

  @Test
  void so_does_a_cancellation_before_any_backend_had_it() {
    Job job = submitted(URL);
    save(job, new Pending(T0, "").stop(StopReason.cancelled("no"), END));
    assertThat(claim(END)).extracting(Claim::callback).containsExactly(due(job, URL));
  }

  @Test
  void an_attempt_that_another_follows_does_not() {
    Job job = submitted(URL);
    Claimed first = executions().current(job.id()).orElseThrow();
    Execution failed = first.execution().in(observed(Phase.LOST));
    Execution next = failed.next(ids.nextExecution(), job.request(), END);
    executions().save(List.of(new Change(first, failed, null, next)));
    assertThat(claim(END)).isEmpty();
    save(job, observed(Phase.SUCCEEDED));
    assertThat(claim(END)).extracting(claim -> claim.callback().job()).containsExactly(job.id());
  }

  @Test
  void an_end_that_is_not_written_tells_nobody() {
    Job job = submitted(URL);
    Claimed stale = executions().current(job.id()).orElseThrow();
    executions().claimDue(T0, LEASE, 10);
    Execution ended = stale.execution().in(observed(Phase.SUCCEEDED));
    assertThat(executions().save(List.of(new Change(stale, ended, null, null)))).isEmpty();
    assertThat(claim(END)).isEmpty();
  }

  @Test
  void a_job_that_asks_for_none_has_none() {
    Job job = JobExamples.job(JobExamples.request(), ids, T0);
    jobs().add(job);
    save(job, observed(Phase.SUCCEEDED));
    assertThat(claim(END)).isEmpty();
    assertThat(callbacks().of(List.of(job.id(), new JobId(ids.nextJob().value())))).isEmpty();
  }

  @Test
  void a_claim_keeps_others_away_until_it_runs_out_and_then_the_same_is_claimed_again() {
    Job job = ended(URL);
    assertThat(claim(END)).hasSize(1);
    assertThat(claim(END.plus(LEASE).minusMillis(1))).isEmpty();
    assertThat(claim(END.plus(LEASE))).extracting(Claim::callback).containsExactly(due(job, URL));
  }

  @Test
  void what_was_claimed_by_another_since_is_not_written() {
    Job job = ended(URL);
    Claim slow = claim(END).get(0);
    Claim fast = claim(END.plus(LEASE)).get(0);
    Callback delivered = of(job).after(new Delivered(204), END, CallbackTerms.DEFAULT);
    assertThat(callbacks().save(slow, delivered)).isFalse();
    assertThat(of(job)).isEqualTo(due(job, URL));
    assertThat(callbacks().save(fast, delivered)).isTrue();
    assertThat(callbacks().save(fast, of(job))).isFalse();
    assertThat(of(job)).isEqualTo(delivered);
    assertThat(claim(END.plusSeconds(100_000))).isEmpty();
  }

  @Test
  void one_that_failed_is_claimed_again_when_it_is_due() {
    Job job = ended(URL);
    Claim claim = claim(END).get(0);
    Callback failed =
        claim.callback().after(new Failed(503, "answered 503", null), END, CallbackTerms.DEFAULT);
    assertThat(callbacks().save(claim, failed)).isTrue();
    assertThat(of(job)).isEqualTo(failed);
    assertThat(claim(failed.next().minusMillis(1))).isEmpty();
    assertThat(claim(failed.next())).extracting(Claim::callback).containsExactly(failed);
  }

  @Test
  void one_that_was_given_up_is_never_claimed_again() {
    Job job = ended(URL);
    Claim claim = claim(END).get(0);
    Callback gone = claim.callback().after(new Gone(410, "gone"), END, CallbackTerms.DEFAULT);
    callbacks().save(claim, gone);
    assertThat(of(job)).isEqualTo(gone);
    assertThat(claim(END.plusSeconds(1_000_000))).isEmpty();
  }

  @Test
  void those_due_longest_are_claimed_first_and_no_more_than_asked_for() {
    List<JobId> jobs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      jobs.add(ended("https://h" + i + ".example").id());
    }
    Claim first = callbacks().claimDue(END, LEASE, 1, 10).get(0);
    Callback later =
        first.callback().after(new Failed(null, "no answer", null), END, CallbackTerms.DEFAULT);
    callbacks().save(first, later);
    List<Claim> rest = callbacks().claimDue(END.plusSeconds(100), LEASE, 2, 10);
    assertThat(rest).hasSize(2).noneMatch(c -> c.callback().job().equals(first.callback().job()));
    assertThat(claim(END.plusSeconds(100)))
        .extracting(c -> c.callback().job())
        .containsExactly(first.callback().job());
    assertThat(jobs).contains(first.callback().job());
  }

  @Test
  void one_host_holds_no_more_than_its_share() {
    for (int i = 0; i < 5; i++) {
      ended("https://slow.example/" + i);
    }
    Job other = ended("https://other.example/");
    List<Claim> first = callbacks().claimDue(END, LEASE, 10, 2);
    assertThat(first)
        .extracting(c -> c.callback().url().host())
        .containsExactlyInAnyOrder("slow.example", "slow.example", "other.example");
    assertThat(callbacks().claimDue(END, LEASE, 10, 2)).isEmpty();
    assertThat(callbacks().claimDue(END, LEASE, 10, 3)).hasSize(1);
    Claim done =
        first.stream().filter(c -> !c.callback().job().equals(other.id())).findFirst().get();
    callbacks().save(done, done.callback().after(new Delivered(200), END, CallbackTerms.DEFAULT));
    assertThat(callbacks().claimDue(END, LEASE, 10, 3)).hasSize(1);
  }

  @Test
  void of_several_who_claim_at_once_each_gets_others() throws Exception {
    for (int i = 0; i < 40; i++) {
      ended("https://h" + i % 5 + ".example/" + i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<JobId>> claimAll =
          () -> {
            List<JobId> mine = new ArrayList<>();
            List<Claim> some;
            do {
              some = callbacks().claimDue(END, LEASE, 3, 100);
              some.forEach(claim -> mine.add(claim.callback().job()));
            } while (!some.isEmpty());
            return mine;
          };
      List<JobId> all = new ArrayList<>();
      for (Future<List<JobId>> one : threads.invokeAll(Collections.nCopies(4, claimAll))) {
        all.addAll(one.get());
      }
      // Who found all that was due locked had gone without.
      claim(END).forEach(late -> all.add(late.callback().job()));
      assertThat(all).doesNotHaveDuplicates();
      assertThat(all).hasSize(40);
    } finally {
      threads.shutdownNow();
    }
  }

  private int forgotten() {
    List<OldJob> old = history().oldJobs(END.plusSeconds(1), 10);
    return history().forgetJobs(old.stream().map(OldJob::id).toList());
  }

  @Test
  void a_job_is_not_forgotten_before_its_callback_is_over() {
    Job job = ended(URL);
    assertThat(forgotten()).isZero();
    Claim claim = claim(END).get(0);
    assertThat(history().forgetJobs(List.of(job.id()))).isZero();
    callbacks().save(claim, claim.callback().after(new Delivered(200), END, CallbackTerms.DEFAULT));
    assertThat(forgotten()).isEqualTo(1);
    assertThat(callbacks().of(Set.of(job.id()))).isEmpty();
  }
}
