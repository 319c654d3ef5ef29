package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.RetryPolicy;
import io.switchyard.domain.job.RunPolicy;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.domain.job.admission.WaitReason;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import io.switchyard.domain.team.TeamQuotas;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs of a team with limits, from their submission on. */
final class AdmissionUseCasesTest {

  private static final int WINDOW = 2;

  private final InMemoryJobs store = new InMemoryJobs();
  private final FakeBackend backend = new FakeBackend();
  private final SettableClock clock = new SettableClock();
  private final JobIds ids = new SequentialIds();
  private final Backends backends = new Backends(List.of(backend.backend()));
  private TeamQuotas quotas = TeamQuotas.NONE;

  private void limit(
      @Nullable Integer running,
      @Nullable Integer queued,
      @Nullable Integer cores,
      @Nullable Long memoryMb) {
    var limits = new TeamLimits(running, queued, cores, memoryMb, 1);
    quotas = new TeamQuotas(TeamLimits.NONE, Map.of(new Team("data-infra"), limits));
  }

  private AdmissionPolicy policy() {
    return new AdmissionPolicy(quotas, WINDOW, Set.of(JobExamples.BACKEND));
  }

  private Submission answer(JobRequest request) {
    return new SubmitJob(store, backends, ids, clock, CallbackPromise.NONE, quotas)
        .submit(request, ANNA);
  }

  private Job submit() {
    return ((Submission.Accepted) answer(JobExamples.request())).job();
  }

  private Job job(Job job) {
    return store.find(job.id()).orElseThrow();
  }

  private int pass() {
    clock.advance(Duration.ofSeconds(2));
    return store
        .advancing(backends, ids, clock, new AdmitExecutions(store, policy(), clock))
        .advance();
  }

  private @Nullable Wait wait(Job job) {
    return new ExplainWait(store, policy(), clock).explain(job(job)).orElse(null);
  }

  private static JobRequest with(RunPolicy policy) {
    JobRequest r = JobExamples.request();
    return new JobRequest(
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
  }

  @Test
  void jobs_over_the_limit_wait_until_others_end() {
    limit(1, null, null, null);
    Job first = submit();
    Job second = submit();
    Job third = submit();
    pass();
    assertThat(job(first).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(wait(first)).isNull();
    assertThat(wait(second))
        .extracting(Wait::reason, Wait::place, Wait::length)
        .containsExactly(WaitReason.TEAM_RUNNING_LIMIT, 1, 2);
    assertThat(wait(third))
        .extracting(Wait::place, Wait::message)
        .containsExactly(
            2,
            "team data-infra runs 1 of 1 job (max_running_jobs); 1 of its jobs is ahead; it starts"
                + " when 2 of them have ended");

    backend.enter(first.current().id(), Phase.SUCCEEDED);
    pass();
    pass();
    assertThat(job(second).status()).isEqualTo(JobStatus.SUBMITTED);
    assertThat(job(third).status()).isEqualTo(JobStatus.PENDING);
    assertThat(wait(third)).extracting(Wait::place).isEqualTo(1);
  }

  @Test
  void one_pass_launches_more_than_the_window_while_the_backend_takes_them() {
    for (int i = 0; i < 3 * WINDOW + 1; i++) {
      submit();
    }
    assertThat(pass()).isEqualTo(3 * WINDOW + 1);
    assertThat(backend.drivers()).isEqualTo(3 * WINDOW + 1);
  }

  @Test
  void a_backend_that_is_full_is_asked_for_no_more_than_the_window() {
    for (int i = 0; i < 5; i++) {
      submit();
    }
    for (int i = 0; i < 9; i++) {
      backend.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room"));
    }
    pass();
    List<Job> jobs = store.list(JobFilter.ALL, 9);
    assertThat(wait(jobs.get(4)))
        .isEqualTo(new Wait(WaitReason.BACKEND_NOT_READY, "no room", null, null));
    assertThat(wait(jobs.get(0)))
        .extracting(Wait::reason, Wait::place, Wait::length)
        .containsExactly(WaitReason.BACKEND_FULL, 3, 3);
  }

  @Test
  void a_job_in_line_is_cancelled_at_once() {
    limit(1, null, null, null);
    submit();
    Job second = submit();
    Job third = submit();
    pass();
    assertThat(new CancelJob(store, store, clock).cancel(second.id(), "", ANNA))
        .isInstanceOf(Cancellation.Done.class);
    assertThat(job(second).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(wait(second)).isNull();
    assertThat(wait(third)).extracting(Wait::place, Wait::length).containsExactly(1, 1);
  }

  @Test
  void a_job_in_line_times_out() {
    limit(1, null, null, null);
    submit();
    var policy = new RunPolicy(null, Duration.ofSeconds(3), RetryPolicy.DEFAULT);
    Job second = ((Submission.Accepted) answer(with(policy))).job();
    pass();
    assertThat(job(second).status()).isEqualTo(JobStatus.PENDING);
    pass();
    assertThat(job(second).status()).isEqualTo(JobStatus.TIMEOUT);
  }

  @Test
  void a_retry_waits_for_its_delay_and_then_for_its_turn() {
    limit(1, null, null, null);
    var retry =
        new RetryPolicy(
            2, Duration.ofSeconds(60), Duration.ofSeconds(60), Set.of(FailureClass.UNKNOWN), null);
    Job first = ((Submission.Accepted) answer(with(new RunPolicy(null, null, retry)))).job();
    Job second = submit();
    pass();
    backend.enter(first.current().id(), Phase.FAILED);
    pass();
    assertThat(wait(first)).extracting(Wait::reason).isEqualTo(WaitReason.RETRY_DELAY);
    pass();
    assertThat(job(second).status()).isEqualTo(JobStatus.SUBMITTED);
    clock.advance(Duration.ofSeconds(60));
    pass();
    assertThat(job(first).executions()).hasSize(2);
    assertThat(wait(first)).extracting(Wait::reason).isEqualTo(WaitReason.TEAM_RUNNING_LIMIT);
    assertThat(job(first).waitingSince()).isEqualTo(job(first).executions().get(0).endedAt());
  }

  @Test
  void a_job_that_alone_is_too_much_is_refused_at_once() {
    limit(null, null, 2, null);
    assertThat(answer(JobExamples.request()))
        .isInstanceOfSatisfying(
            Submission.OverLimit.class,
            over ->
                assertThat(over.violations().get(0).sentence())
                    .contains("config.resources", "3 cores", "2 cores", "max_cores"));
    assertThat(store.list(JobFilter.ALL, 9)).isEmpty();
  }

  @Test
  void a_job_that_may_grow_to_too_much_is_refused_at_once() {
    limit(null, null, null, 5_000L);
    var retry =
        new RetryPolicy(
            2,
            Duration.ZERO,
            Duration.ZERO,
            Set.of(FailureClass.OUT_OF_MEMORY),
            Memory.ofGibibytes(2));
    assertThat(answer(with(new RunPolicy(null, null, retry))))
        .isInstanceOfSatisfying(
            Submission.OverLimit.class,
            over ->
                assertThat(over.violations().get(0).sentence())
                    .contains("retry.raise_memory_to", "2g", "6g", "5000m", "max_memory"));
    assertThat(answer(JobExamples.request())).isInstanceOf(Submission.Accepted.class);
  }

  @Test
  void a_full_queue_refuses_new_jobs_and_still_knows_its_old_ones() {
    limit(1, 2, null, null);
    JobRequest keyed = JobExamples.request("a", "data-infra", "k");
    Job first = ((Submission.Accepted) answer(keyed)).job();
    submit();
    assertThat(answer(JobExamples.request()))
        .isInstanceOfSatisfying(
            Submission.QueueFull.class, full -> assertThat(full.limit()).isEqualTo(2));
    assertThat(answer(keyed)).isEqualTo(new Submission.Repeated(first));
    pass();
    submit();
    assertThat(answer(JobExamples.request())).isInstanceOf(Submission.QueueFull.class);
  }
}
