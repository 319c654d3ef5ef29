package io.switchyard.ports.job;

import io.switchyard.domain.job.JobId;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The end of what is over. What has not ended is never deleted, nor are its events. Methods block
 * for the store and throw {@link TargetFailure} when it does not answer; several processes may call
 * them at once.
 */
public interface History {

  /**
   * Deletes events that happened before {@code before}, oldest first.
   *
   * @param limit 1 or more; at most that many are deleted
   * @return how many were deleted
   */
  int forgetEvents(Instant before, int limit);

  /**
   * The jobs that ended before {@code before}, those that ended first first; without those whose
   * log somebody is capturing just now, and those whose callback is still pending.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<OldJob> oldJobs(Instant before, int limit);

  /**
   * Deletes jobs, each whole: with its executions, its events, its captures, its callback and its
   * idempotency key. A job that is not there, has not ended, whose log somebody is capturing just
   * now, or whose callback is pending is passed over.
   *
   * @return how many jobs were deleted
   */
  int forgetJobs(Collection<JobId> jobs);
}
