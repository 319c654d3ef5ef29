package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.job.CancelJob;
import io.switchyard.ports.job.Cancellation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels jobs, whichever way the request came, so that all ways refuse alike. */
public final class Cancelling {

  private static final Logger LOG = LoggerFactory.getLogger(Cancelling.class);
  private static final int MAX_REASON = 500;

  private final CancelJob cancelJob;

  Cancelling(CancelJob cancelJob) {
    this.cancelJob = cancelJob;
  }

  /**
   * A cancel that was taken on.
   *
   * @param done whether the job is cancelled already; else it is once its driver is gone
   * @param message for people
   */
  public record Taken(Job job, boolean done, String message) {}

  /** The reason as it was given, if it is not too long. */
  public static String reason(String text) {
    if (text.length() > MAX_REASON) {
      throw InvalidValue.of(text, "is longer than " + MAX_REASON + " characters", "shorten it");
    }
    return text;
  }

  /**
   * Asks for the end of a job. Blocks for the store.
   *
   * @throws Refusal if there is no such job for the caller, if it has ended, or if the caller may
   *     not cancel it
   */
  public Taken cancel(JobId id, String reason, Caller caller) {
    Cancellation answer = cancelJob.cancel(id, reason, caller);
    LOG.atInfo()
        .addKeyValue("job_id", id)
        .addKeyValue("user", caller.user())
        .addKeyValue("answer", answer.getClass().getSimpleName())
        .log("cancel asked for");
    return answer.fold(new Answers(id));
  }

  private record Answers(JobId id) implements Cancellation.Cases<Taken> {

    @Override
    public Taken underWay(Cancellation.UnderWay answer) {
      return taken(answer.job(), false, "The driver is being stopped");
    }

    @Override
    public Taken done(Cancellation.Done answer) {
      return taken(answer.job(), true, "Cancelled before a driver was started");
    }

    @Override
    public Taken tooLate(Cancellation.TooLate answer) {
      String status = answer.job().status().name();
      throw Refusal.of(
          ProblemType.JOB_ALREADY_ENDED,
          new Violation("status", status, "is the end of " + id + "; it stays as it is", ""));
    }

    @Override
    public Taken notAllowed(Cancellation.NotAllowed answer) {
      throw Refusal.of(
          ProblemType.NOT_ALLOWED,
          new Violation(
              "team",
              answer.job().request().team().name(),
              "is a team whose jobs you may see but not cancel",
              "ask a member of the team"));
    }

    @Override
    public Taken notFound() {
      throw NoSuchJob.of(id);
    }

    private static Taken taken(Job job, boolean done, String otherwise) {
      String said = JobView.message(job.current().state());
      return new Taken(job, done, said == null ? otherwise : otherwise + ": " + said);
    }
  }
}
