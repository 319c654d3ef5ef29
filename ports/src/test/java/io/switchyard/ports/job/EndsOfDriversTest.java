package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.RetryPolicy;
import io.switchyard.domain.job.RunPolicy;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.placement.Backends;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an end is worth that comes at a bad moment. */
final class EndsOfDriversTest {

  private static final RetryPolicy THREE_TIMES =
      new RetryPolicy(3, Duration.ZERO, Duration.ZERO, RetryPolicy.RETRIED, null);

  private final InMemoryJobs store = new InMemoryJobs();
  private final FakeBackend backend = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backends backends = new Backends(List.of(backend.backend()));
  private final AdvanceExecutions advance = store.advancing(backends, ids, clock);

  private JobId submit() {
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
            new RunPolicy(null, null, THREE_TIMES),
            null);
    SubmitJob submitJob = new SubmitJob(store, backends, ids, clock);
    return ((Submission.Accepted) submitJob.submit(request, ANNA)).job().id();
  }

  private Execution running() {
    JobId job = submit();
    pass();
    backend.enter(job(job).current().id(), Phase.RUNNING);
    pass();
    return job(job).current();
  }

  private Job job(JobId id) {
    return store.find(id).orElseThrow();
  }

  private void pass() {
    pass(Duration.ofSeconds(2));
  }

  private void pass(Duration after) {
    clock.advance(after);
    advance.advance();
  }

  private void fails(Execution execution, String cause) {
    backend.print(execution.id(), LogStream.STDERR, "[switchyard] failed " + cause);
    backend.enter(execution.id(), Phase.FAILED);
  }

  private void hideLogs() {
    backend.hideLogs(TargetFailure.withoutEffect(Kind.UNREACHABLE, "worker does not answer"));
  }

  private Ended end(Execution execution) {
    return (Ended) job(execution.job()).executions().get(0).state();
  }

  @Test
  void a_job_that_shall_stop_is_not_tried_again_when_its_driver_fails_meanwhile() {
    Execution execution = running();
    new CancelJob(store, store, clock).cancel(execution.job(), "", ANNA);
    fails(execution, "java.lang.OutOfMemoryError: Java heap space");
    pass();
    assertThat(end(execution).failure()).isEqualTo(FailureClass.OUT_OF_MEMORY);
    assertThat(job(execution.job()).executions()).hasSize(1);
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void a_launch_that_arrives_after_its_job_was_cancelled_runs_nothing() {
    var lost = TargetFailure.unknownEffect(Kind.UNREACHABLE, "no answer", new IOException());
    backend.delayNextLaunch(lost);
    JobId job = submit();
    pass();
    new CancelJob(store, store, clock).cancel(job, "", ANNA);
    pass(Cadence.DEFAULT.launch());
    pass();
    assertThat(job(job).status()).isEqualTo(JobStatus.CANCELLED);
    backend.deliverLate();
    assertThat(backend.drivers()).isEqualTo(1);
    assertThat(backend.driversThatRun()).isZero();
  }

  @Test
  void a_failure_is_not_judged_before_its_log_can_be_read() {
    Execution execution = running();
    hideLogs();
    fails(execution, "java.lang.NullPointerException");
    pass();
    pass(Duration.ofSeconds(60));
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
    backend.showLogs();
    pass();
    assertThat(end(execution).failure()).isEqualTo(FailureClass.USER_ERROR);
    assertThat(job(execution.job()).executions()).hasSize(1);
  }

  @Test
  void a_driver_that_was_forgotten_is_not_lost_before_its_log_can_be_read() {
    Execution execution = running();
    hideLogs();
    backend.print(execution.id(), LogStream.STDERR, "[switchyard] succeeded");
    backend.forget(execution.id());
    pass();
    pass(Duration.ofMinutes(5));
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.RUNNING);
    backend.showLogs();
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void a_log_that_can_never_be_read_is_not_waited_for_for_ever() {
    Execution execution = running();
    hideLogs();
    fails(execution, "java.lang.NullPointerException");
    pass();
    pass(Execution.LAST_PATIENCE);
    assertThat(end(execution).failure()).isEqualTo(FailureClass.UNKNOWN);
  }

  @Test
  void a_good_end_does_not_wait_for_a_log() {
    Execution execution = running();
    hideLogs();
    backend.enter(execution.id(), Phase.SUCCEEDED);
    pass();
    assertThat(job(execution.job()).status()).isEqualTo(JobStatus.SUCCEEDED);
  }
}
