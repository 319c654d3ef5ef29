package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Ends a job before its time. */
public final class CancelJob {

  /** Far more often than the work loop can change one execution while we look. */
  private static final int TRIES = 20;

  private final Jobs jobs;
  private final Executions executions;
  private final InstantSource clock;

  public CancelJob(Jobs jobs, Executions executions, InstantSource clock) {
    this.jobs = jobs;
    this.executions = executions;
    this.clock = clock;
  }

  /**
   * Asks for the end of a job. Repeating it is harmless; a job that has ended is not changed.
   * Blocks for the store, not for the backend.
   *
   * @param reason why, for people; may be empty
   */
  public Cancellation cancel(JobId id, String reason, Caller by) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Job> job = jobs.find(id).filter(found -> by.mayRead(found.request().team()));
      if (job.isEmpty()) {
        return new Cancellation.NotFound();
      }
      if (!by.mayChange(job.get().request().team())) {
        return new Cancellation.NotAllowed(job.get());
      }
      Optional<Cancellation> answer = tryOnce(job.get(), reason, by);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw TargetFailure.withoutEffect(
        TargetFailure.Kind.THROTTLED, "the job kept changing while it was to be cancelled");
  }

  private Optional<Cancellation> tryOnce(Job job, String reason, Caller by) {
    Claimed claimed = executions.current(job.id()).orElseThrow();
    Execution execution = claimed.execution();
    if (!(execution.state() instanceof ExecutionState.Live live)) {
      return Optional.of(new Cancellation.TooLate(job));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ExecutionState next = live.stop(StopReason.cancelled(said(reason, by)), now);
    if (next.equals(live)) {
      return Optional.of(new Cancellation.UnderWay(job));
    }
    Execution changed = execution.in(next);
    Change change = new Change(claimed, changed, changed.ended() ? null : now, null);
    if (executions.save(List.of(change)).isEmpty()) {
      return Optional.empty();
    }
    Job after = jobs.find(job.id()).orElseThrow();
    return Optional.of(
        changed.ended() ? new Cancellation.Done(after) : new Cancellation.UnderWay(after));
  }

  private static String said(String reason, Caller by) {
    return "cancelled by " + by.user() + (reason.isBlank() ? "" : ": " + reason.strip());
  }
}
