package io.switchyard.ports.job;

import static io.switchyard.ports.job.JobExamples.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.RetryPolicy;
import io.switchyard.domain.job.RunPolicy;
import io.switchyard.ports.TroubledProcess;
import io.switchyard.ports.job.StoryStep.Advance;
import io.switchyard.ports.job.StoryStep.Cancel;
import io.switchyard.ports.job.StoryStep.Drive;
import io.switchyard.ports.job.StoryStep.NextLaunch;
import io.switchyard.ports.job.StoryStep.Pass;
import io.switchyard.ports.job.StoryStep.Request;
import io.switchyard.ports.job.StoryStep.Submit;
import io.switchyard.ports.job.StoryStep.Vanish;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What befalls jobs from their submission to their end: clients, processes that die or stand still,
 * a backend that fails and drivers that come to any end, in any order. After every step, and at the
 * end of all work, what the store says must be what {@link StoryModel} permits.
 */
public final class Story {

  /** Enough for every lease, delay and patience to run out more than once. */
  private static final int LAST_PASSES = 100;

  private static final Duration STEP = Duration.ofSeconds(5);

  private final Jobs jobs;
  private final Executions executions;
  private final Admissions admissions;
  private final Watches watches;
  private final SettableClock clock = new SettableClock();
  private final JobIds ids;
  private final StoryBackend backend;
  private final StoryModel model;

  /**
   * @param ids that no story before had on the same store
   */
  public Story(
      Jobs jobs,
      Executions executions,
      Admissions admissions,
      Watches watches,
      Events events,
      JobIds ids) {
    this.watches = watches;
    this.jobs = jobs;
    this.executions = executions;
    this.admissions = admissions;
    this.ids = ids;
    this.backend = new StoryBackend(jobs);
    this.model = new StoryModel(jobs, events, backend, ids);
    forgetTheTimesBefore();
  }

  /** The clock of the story before, which left its times in the store, went on from there. */
  private void forgetTheTimesBefore() {
    watches
        .claimDue(Set.of(JobExamples.BACKEND), Instant.parse("2100-01-01T00:00:00Z"), STEP)
        .forEach(watch -> watches.release(watch, Instant.EPOCH));
  }

  /** Lets it all happen, and then everything come to its end. */
  public void tell(List<StoryStep> steps) {
    for (StoryStep step : steps) {
      happen(step);
      model.check();
    }
    backend.calm();
    for (int i = 0; i < LAST_PASSES && !model.allEnded(); i++) {
      backend.finish();
      clock.advance(STEP);
      advance(new Advance(null));
    }
    model.check();
    model.checkEnd();
  }

  private void happen(StoryStep step) {
    try {
      if (step instanceof Submit submit) {
        submit(submit);
      } else if (step instanceof Cancel cancel) {
        cancel(cancel);
      } else if (step instanceof Advance pass) {
        advance(pass);
      } else if (step instanceof NextLaunch next) {
        backend.next(next.answer());
      } else if (step instanceof Pass pass) {
        clock.advance(Duration.ofSeconds(pass.seconds()));
      } else {
        toDriver(step);
      }
    } catch (TroubledProcess.Death dead) {
      // Whoever else there is goes on.
    }
  }

  private void toDriver(StoryStep step) {
    ExecutionId driver =
        backend.driver(step instanceof Drive drive ? drive.driver() : ((Vanish) step).driver());
    if (driver == null) {
      return;
    }
    if (step instanceof Drive drive) {
      backend.drive(driver, drive.phase());
    } else {
      backend.vanish(driver, ((Vanish) step).said());
    }
  }

  private void submit(Submit step) {
    TroubledProcess<StoryStep> client = new TroubledProcess<>(step.disturbance(), this::happen);
    Backends backends = new Backends(List.of(backend.as(client)));
    var submitJob = new SubmitJob(client.port(Jobs.class, jobs), backends, ids, clock);
    model.submitted(step, submitJob.submit(request(step), ANNA));
  }

  private JobRequest request(Submit step) {
    String key = step.key() == null ? null : model.key(step.key());
    JobRequest plain = JobExamples.request(step.request().name(), "data-infra", key);
    return new JobRequest(
        plain.name(),
        plain.team(),
        plain.user(),
        plain.spec(),
        plain.type(),
        null,
        plain.resources(),
        plain.settings(),
        policy(step.request()),
        key);
  }

  static RunPolicy policy(Request request) {
    Duration delay = Duration.ofSeconds(5);
    Set<FailureClass> most =
        Set.of(
            FailureClass.UNKNOWN,
            FailureClass.USER_ERROR,
            FailureClass.LOST_NODE,
            FailureClass.BACKEND_UNAVAILABLE);
    return switch (request) {
      case PLAIN -> RunPolicy.DEFAULT;
      case PERSISTENT -> new RunPolicy(null, null, new RetryPolicy(3, delay, delay, most, null));
      case HURRIED ->
          new RunPolicy(Duration.ofSeconds(20), Duration.ofSeconds(40), RetryPolicy.DEFAULT);
    };
  }

  private void cancel(Cancel step) {
    List<Job> all = model.jobs();
    if (!all.isEmpty()) {
      JobId job = all.get(step.job() % all.size()).id();
      TroubledProcess<StoryStep> client = new TroubledProcess<>(step.disturbance(), this::happen);
      var cancelJob =
          new CancelJob(
              client.port(Jobs.class, jobs), client.port(Executions.class, executions), clock);
      model.cancelling(job);
      model.cancelled(job, cancelJob.cancel(job, "", ANNA));
    }
  }

  private void advance(Advance step) {
    TroubledProcess<StoryStep> process = new TroubledProcess<>(step.disturbance(), this::happen);
    Backends backends = new Backends(List.of(backend.as(process)));
    var watch =
        new WatchDrivers(
            process.port(Jobs.class, jobs),
            process.port(Executions.class, executions),
            process.port(Watches.class, watches),
            backends,
            ids,
            clock,
            Cadence.DEFAULT);
    var pass =
        new AdvanceExecutions(
            process.port(Jobs.class, jobs),
            process.port(Executions.class, executions),
            watch,
            backends,
            ids,
            clock,
            Cadence.DEFAULT,
            JobExamples.admitting(process.port(Admissions.class, admissions), clock));
    assertThat(pass.advance()).isNotNegative();
  }
}
