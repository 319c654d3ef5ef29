package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobRequestForm;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.job.ExplainJob;
import io.switchyard.ports.job.JobForecast;
import io.switchyard.ports.job.Submission;
import io.switchyard.ports.job.SubmitJob;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs on, whichever way the request came, so that all ways refuse and count alike. */
public final class Submitting {

  private static final Logger LOG = LoggerFactory.getLogger(Submitting.class);

  private final SubmitJob submitJob;
  private final ExplainJob explainJob;
  private final Meters meters;

  Submitting(SubmitJob submitJob, ExplainJob explainJob, Meters meters) {
    this.submitJob = submitJob;
    this.explainJob = explainJob;
    this.meters = meters;
  }

  /**
   * A request that was taken on.
   *
   * @param repeated whether its idempotency key was used before, and this is the job of that time
   * @param message for people
   */
  public record Taken(Job job, boolean repeated, String message) {}

  /**
   * Makes a durable job of a request. Blocks for the store.
   *
   * @param tree the request with the API's field names
   * @throws InvalidInput with every mistake in it
   * @throws Refusal if it is not taken on
   */
  public Taken submit(@Nullable Object tree, Caller caller) {
    return submitJob.submit(JobRequestForm.read(tree, caller.user()), caller).fold(new Answers());
  }

  /**
   * What would become of a request; nothing does. Blocks for the store.
   *
   * @param tree the request with the API's field names
   * @throws InvalidInput with every mistake in it
   * @throws Refusal if it would not be taken on
   */
  public ForecastView explain(@Nullable Object tree, Caller caller) {
    JobForecast forecast = explainJob.explain(JobRequestForm.read(tree, caller.user()), caller);
    if (forecast instanceof JobForecast.Taken taken) {
      return ForecastView.of(taken);
    }
    ((JobForecast.Refused) forecast).answer().fold(new Answers());
    throw new IllegalStateException("a refusal that refuses nothing");
  }

  private final class Answers implements Submission.Cases<Taken> {

    @Override
    public Taken accepted(Submission.Accepted answer) {
      Job job = answer.job();
      meters.submitted("accepted");
      LOG.atInfo()
          .addKeyValue("job_id", job.id())
          .addKeyValue("execution_id", job.current().id())
          .addKeyValue("team", job.request().team())
          .addKeyValue("user", job.request().user())
          .addKeyValue("backend", job.current().backend())
          .log("job accepted");
      return new Taken(job, false, message(answer.notes()));
    }

    @Override
    public Taken repeated(Submission.Repeated answer) {
      meters.submitted("repeated");
      return new Taken(answer.job(), true, "This idempotency key was used before; this is its job");
    }

    @Override
    public Taken keyTaken(Submission.KeyTaken answer) {
      meters.submitted("key_taken");
      throw Refusal.keyTaken(answer.holder().toString(), answer.differing());
    }

    @Override
    public Taken refused(Submission.Refused answer) {
      meters.submitted("refused");
      throw Refusal.of(ProblemType.CANNOT_RUN, answer.violations());
    }

    @Override
    public Taken callbackRefused(Submission.CallbackRefused answer) {
      meters.submitted("callback_refused");
      throw Refusal.of(ProblemType.INVALID_REQUEST, answer.violation());
    }

    @Override
    public Taken notYourTeam(Submission.NotYourTeam answer) {
      meters.submitted("not_your_team");
      throw Refusal.of(
          ProblemType.NOT_YOUR_TEAM,
          new Violation(
              "team",
              answer.team().name(),
              "is not a team whose jobs your credential may submit",
              "submit for a team of yours"));
    }

    @Override
    public Taken overLimit(Submission.OverLimit answer) {
      meters.submitted("over_limit");
      throw Refusal.of(ProblemType.INVALID_REQUEST, answer.violations());
    }

    @Override
    public Taken queueFull(Submission.QueueFull answer) {
      meters.submitted("queue_full");
      throw Refusal.of(
              ProblemType.QUEUE_FULL,
              new Violation(
                  "team",
                  answer.team().name(),
                  "has as many jobs waiting as it may, " + answer.limit() + " (max_queued_jobs)",
                  "submit again when some of them were started"))
          .with("Retry-After", "" + answer.retryAfter().toSeconds());
    }
  }

  private static String message(List<String> notes) {
    StringBuilder message = new StringBuilder("Job submitted successfully");
    for (String note : notes) {
      message.append(message.charAt(message.length() - 1) == '.' ? " " : ". ").append(note.strip());
    }
    return message.toString();
  }
}
