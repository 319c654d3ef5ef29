package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobMetrics;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.RetryPolicy;
import io.switchyard.domain.job.RunPolicy;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.placement.Backends;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdvanceExecutionsTest {

  private final InMemoryJobs store = new InMemoryJobs();
  private final FakeBackend backend = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backends backends = new Backends(List.of(backend.backend()));
  private final SubmitJob submitJob = new SubmitJob(store, backends, ids, clock);
  private final CancelJob cancelJob = new CancelJob(store, store, clock);
  private final AdvanceExecutions advance = advancing();

  private AdvanceExecutions advancing() {
    return store.advancing(backends, ids, clock);
  }

  private Job submit() {
    return ((Submission.Accepted) submitJob.submit(JobExamples.request(), ANNA)).job();
  }

  private Job job(JobId id) {
    return store.find(id).orElseThrow();
  }

  private void pass(Duration after) {
    clock.advance(after);
    advance.advance();
  }

  private void pass() {
    pass(Duration.ofSeconds(2));
  }

  private Execution running() {
    Execution execution = submit().current();
    pass();
    backend.enter(execution.id(), Phase.RUNNING);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
    return execution;
  }

  @Test
  void a_job_goes_from_pending_to_succeeded() {
    Job job = submit();
    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.SUBMITTED);
    backend.enter(job.current().id(), Phase.RUNNING);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.RUNNING);
    backend.print(
        job.current().id(),
        LogStream.STDERR,
        "[switchyard] metrics records_read=31 records_written=4 bytes_read=100");
    backend.enter(job.current().id(), Phase.SUCCEEDED);
    pass();
    Execution end = job(job.id()).current();
    assertThat(end.state().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(end.metrics()).isEqualTo(new JobMetrics(31, 4, 100, 0, 0, 0, 0));
    assertThat(end.startedAt()).isNotNull().isBefore(end.endedAt());
  }

  @Test
  void a_failed_driver_tells_its_root_cause() {
    Execution execution = running();
    backend.print(execution.id(), LogStream.STDERR, "[switchyard] failed no such table: x");
    backend.enter(execution.id(), Phase.FAILED);
    pass();
    assertThat(job(execution.job()).current().state())
        .hasFieldOrPropertyWithValue("message", "no such table: x");
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void an_answer_lost_in_a_launch_makes_no_second_driver() {
    Job job = submit();
    backend.loseNextAnswer(
        TargetFailure.unknownEffect(Kind.UNREACHABLE, "read timed out", new IOException()));
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.PENDING);
    pass(Cadence.DEFAULT.launch());
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(backend.drivers()).isEqualTo(1);
  }

  @Test
  void a_crash_between_the_launch_and_its_record_makes_no_second_driver() {
    Job job = submit();
    clock.advance(Duration.ofSeconds(1));
    // What the process that dies had done: let through, claimed, announced, launched.
    JobExamples.admitting(store, clock).admit();
    Claimed claimed = store.claimDue(clock.instant(), Cadence.DEFAULT.lease(), 1).get(0);
    var pending = (ExecutionState.Pending) claimed.execution().state();
    Execution launching = claimed.execution().in(pending.launching(clock.instant()));
    store.save(List.of(Change.until(claimed, launching, clock.instant().plusSeconds(30))));
    backend.launch(launching, job.request());

    pass(Duration.ofSeconds(31));
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(backend.drivers()).isEqualTo(1);
  }

  @Test
  void a_full_backend_makes_a_job_wait_and_say_why() {
    Job job = submit();
    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "2 cores are free, 3 needed"));
    pass();
    assertThat(job(job.id()).current().state())
        .hasFieldOrPropertyWithValue("waitingFor", "2 cores are free, 3 needed");
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void a_backend_that_is_away_is_asked_once_and_delays_everything_on_it() {
    List<Job> jobs = List.of(submit(), submit(), submit());
    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.UNREACHABLE, "connection refused"));
    pass();
    assertThat(backend.drivers()).isZero();
    assertThat(jobs).allMatch(job -> job(job.id()).status() == JobStatus.PENDING);
    pass();
    assertThat(backend.drivers()).isEqualTo(3);
  }

  @Test
  void a_rejected_launch_fails_the_job_with_the_reason() {
    Job job = submit();
    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.REJECTED, "the master says no"));
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(job.id()).current().state())
        .hasFieldOrPropertyWithValue("message", "the master says no");
  }

  @Test
  void a_running_job_is_cancelled_only_when_its_driver_is_gone() {
    Execution execution = running();
    Cancellation answer = cancelJob.cancel(execution.job(), "typo", ANNA);
    assertThat(answer).isInstanceOf(Cancellation.UnderWay.class);
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(cancelJob.cancel(execution.job(), "", ANNA))
        .isInstanceOf(Cancellation.UnderWay.class);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(execution.job()).current().state())
        .hasFieldOrPropertyWithValue("message", "cancelled by anna: typo");
    assertThat(cancelJob.cancel(execution.job(), "", ANNA))
        .isInstanceOf(Cancellation.TooLate.class);
  }

  @Test
  void a_driver_that_ended_before_the_cancel_reached_it_keeps_its_end() {
    Execution execution = running();
    backend.enter(execution.id(), Phase.SUCCEEDED);
    cancelJob.cancel(execution.job(), "", ANNA);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void a_driver_that_was_to_stop_and_was_not_let_run_is_cancelled_and_has_not_failed() {
    Execution execution = running();
    backend.print(execution.id(), LogStream.STDERR, "[switchyard] not run: it belongs to nobody");
    backend.enter(execution.id(), Phase.FAILED);
    cancelJob.cancel(execution.job(), "", ANNA);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void a_job_that_waits_for_an_unanswered_launch_times_out_too() {
    Job job = submit(new RunPolicy(null, Duration.ofSeconds(60), RetryPolicy.DEFAULT));
    for (int i = 0; i < 100 && !job(job.id()).status().terminal(); i++) {
      backend.failNextLaunch(
          TargetFailure.unknownEffect(Kind.UNREACHABLE, "read timed out", new IOException()));
      pass();
    }
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.TIMEOUT);
    assertThat(backend.drivers()).isZero();
  }

  @Test
  void a_pending_job_is_cancelled_at_once_and_never_launched() {
    Job job = submit();
    assertThat(cancelJob.cancel(job.id(), "", ANNA)).isInstanceOf(Cancellation.Done.class);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(backend.drivers()).isZero();
  }

  @Test
  void a_cancel_while_a_launch_is_unanswered_finds_the_driver_and_stops_it() {
    Job job = submit();
    backend.loseNextAnswer(
        TargetFailure.unknownEffect(Kind.UNREACHABLE, "read timed out", new IOException()));
    pass();
    cancelJob.cancel(job.id(), "", ANNA);
    pass();
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(backend.drivers()).isEqualTo(1);
  }

  @Test
  void a_driver_the_backend_forgot_is_believed_by_its_log() {
    Execution execution = running();
    backend.print(execution.id(), LogStream.STDERR, "[switchyard] succeeded");
    backend.forget(execution.id());
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
    pass(Execution.PATIENCE);
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void a_driver_the_backend_forgot_without_a_trace_has_failed_and_is_not_run_again() {
    Execution execution = running();
    backend.forget(execution.id());
    pass();
    pass(Execution.PATIENCE);
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(execution.job()).executions()).hasSize(1);
  }

  @Test
  void a_driver_that_never_started_is_followed_by_another_attempt() {
    Job job = submit();
    pass();
    backend.enter(job.current().id(), Phase.NEVER_STARTED);
    pass();
    assertThat(job(job.id()).executions()).hasSize(2);
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.PENDING);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(backend.drivers()).isEqualTo(2);
  }

  private Job submit(RunPolicy policy) {
    JobRequest r = JobExamples.request();
    var request =
        new JobRequest(
            r.name(),
            r.team(),
            r.user(),
            r.spec(),
            r.type(),
            null,
            r.resources(),
            r.settings(),
            policy,
            null);
    return ((Submission.Accepted) submitJob.submit(request, ANNA)).job();
  }

  private static RetryPolicy retry(int attempts, FailureClass... on) {
    return new RetryPolicy(
        attempts, Duration.ofSeconds(10), Duration.ofSeconds(10), Set.of(on), null);
  }

  @Test
  void a_retry_waits_for_its_delay_and_is_an_execution_of_its_own() {
    Job job = submit(new RunPolicy(null, null, retry(2, FailureClass.LOST_NODE)));
    pass();
    backend.enter(job.current().id(), Phase.RUNNING);
    pass();
    backend.enter(job.current().id(), Phase.LOST);
    pass();
    Execution second = job(job.id()).current();
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.id()).isNotEqualTo(job.current().id());
    pass(Duration.ofSeconds(2));
    assertThat(backend.drivers()).isEqualTo(1);
    pass(Duration.ofSeconds(10));
    assertThat(backend.drivers()).isEqualTo(2);
    backend.enter(second.id(), Phase.LOST);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(job.id()).executions()).hasSize(2);
  }

  @Test
  void a_job_that_was_to_stop_is_not_tried_again_though_its_driver_failed_first() {
    Job job = submit(new RunPolicy(null, null, retry(5, FailureClass.USER_ERROR)));
    pass();
    cancelJob.cancel(job.id(), "", ANNA);
    backend.print(
        job.current().id(), LogStream.STDERR, "[switchyard] failed java.lang.NullPointerException");
    backend.enter(job.current().id(), Phase.FAILED);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(job.id()).executions()).hasSize(1);
  }

  @Test
  void an_error_of_the_users_is_not_retried() {
    Job job = submit(new RunPolicy(null, null, retry(5, FailureClass.LOST_NODE)));
    pass();
    backend.print(
        job.current().id(), LogStream.STDERR, "[switchyard] failed java.lang.NullPointerException");
    backend.enter(job.current().id(), Phase.FAILED);
    pass();
    assertThat(job(job.id()).current().state())
        .hasFieldOrPropertyWithValue("failure", FailureClass.USER_ERROR);
    assertThat(job(job.id()).executions()).hasSize(1);
  }

  @Test
  void a_driver_that_runs_too_long_is_stopped_and_the_job_timed_out_when_it_is_gone() {
    Job job = submit(new RunPolicy(Duration.ofSeconds(30), null, RetryPolicy.DEFAULT));
    pass();
    backend.enter(job.current().id(), Phase.RUNNING);
    pass();
    pass(Duration.ofSeconds(29));
    assertThat(job(job.id()).current().state()).isInstanceOf(ExecutionState.Running.class);
    pass(Duration.ofSeconds(2));
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.RUNNING);
    pass();
    assertThat(job(job.id()).status()).isEqualTo(JobStatus.TIMEOUT);
  }

  @Test
  void a_job_that_waits_too_long_times_out_wherever_it_waits() {
    RunPolicy policy = new RunPolicy(null, Duration.ofSeconds(30), RetryPolicy.DEFAULT);
    Job pending = submit(policy);
    Job submitted = submit(policy);
    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room"));
    pass(Duration.ofSeconds(1));
    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room"));
    pass(Duration.ofSeconds(30));
    pass();
    pass();
    assertThat(job(pending.id()).status()).isEqualTo(JobStatus.TIMEOUT);
    assertThat(job(submitted.id()).status()).isEqualTo(JobStatus.TIMEOUT);
  }

  @Test
  void an_unknown_word_changes_nothing() {
    Execution execution = running();
    backend.enter(execution.id(), Phase.UNKNOWN);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void a_running_driver_can_be_watched_from_when_it_says_so_to_its_end() {
    Execution execution = running();
    assertThat(job(execution.job()).current().ui()).isNull();
    URI ui = URI.create("http://10.0.0.7:40123");
    backend.showUi(execution.id(), ui);
    pass();
    assertThat(job(execution.job()).current().ui()).isEqualTo(ui);
    int asked = backend.uiCalls();
    pass();
    cancelJob.cancel(execution.job(), "", ANNA);
    assertThat(job(execution.job()).current().ui()).isEqualTo(ui);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(execution.job()).current().ui()).isNull();
    assertThat(backend.uiCalls()).isEqualTo(asked);
  }

  @Test
  void a_driver_that_never_says_where_it_can_be_watched_is_not_asked_for_ever() {
    Execution execution = running();
    pass(Duration.ofMinutes(2));
    int asked = backend.uiCalls();
    assertThat(asked).isPositive();
    pass();
    pass();
    assertThat(backend.uiCalls()).isEqualTo(asked);
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void one_pass_asks_the_backend_once_for_all_its_drivers() {
    for (int i = 0; i < 20; i++) {
      submit();
    }
    pass();
    int before = backend.observeCalls();
    pass();
    assertThat(backend.observeCalls() - before).isEqualTo(1);
  }
}
