package io.switchyard.ports.session;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.session.CallRefused.Reason;
import java.time.Duration;

/** Finds the driver that a call of a new session means by its job. Blocks for the store. */
final class DriverChoice {

  private static final Duration SOON = Duration.ofSeconds(2);

  private final Known known;

  DriverChoice(Known known) {
    this.known = known;
  }

  /**
   * The job, which the caller may use.
   *
   * @throws CallRefused if there is none
   */
  Job of(JobId id, Caller caller) {
    Job job =
        known
            .jobs()
            .now(id)
            .filter(there -> caller.mayRead(there.request().team()))
            .orElseThrow(
                () ->
                    new CallRefused(
                        Reason.NOT_FOUND, "There is no job " + id + " that you may use"));
    Access.require(caller, job.request().team(), known.environments(job));
    return job;
  }

  /**
   * The Spark Connect server of its driver.
   *
   * @throws CallRefused if it has none, or none now
   */
  Standing serving(Job job) {
    if (!job.request().settings().connect()) {
      throw new CallRefused(
          Reason.FAILED_PRECONDITION,
          "The driver of job "
              + job.id()
              + " has no Spark Connect server; submit the job with \"connect\": true in its"
              + " config");
    } else if (job.current().ended()) {
      throw new CallRefused(
          Reason.FAILED_PRECONDITION,
          "The job %s is over (%s); only a running one can be connected to"
              .formatted(job.id(), job.status()));
    }
    // A driver says where it listens only once, so that what was read a moment ago may be too old.
    return known
        .reload(Servers.id(job))
        .orElseThrow(
            () ->
                new CallRefused(
                    Reason.UNAVAILABLE,
                    "The driver of job %s does not serve Spark Connect now (the job is %s); try again"
                        .formatted(job.id(), job.status()),
                    SOON));
  }
}
