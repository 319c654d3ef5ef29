package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.JobId;

/** How a job that does not exist for the caller is refused. */
public final class NoSuchJob {

  private NoSuchJob() {}

  /**
   * The id that a client wrote.
   *
   * @throws Refusal if it cannot exist, as for one that does not
   */
  public static JobId unless(String given) {
    try {
      return new JobId(given);
    } catch (InvalidValue e) {
      Violation v = e.violation();
      throw Refusal.of(
          ProblemType.JOB_NOT_FOUND, new Violation("job_id", given, v.rule(), v.fix()));
    }
  }

  /** There is no such job, or none that the caller may see. */
  public static Refusal of(JobId id) {
    return Refusal.of(
        ProblemType.JOB_NOT_FOUND,
        new Violation("job_id", id.value(), "is not a job that you may see", ""));
  }
}
