package io.switchyard.ports.job;

import io.switchyard.ports.TargetFailure;
import java.time.Instant;

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
   * Deletes jobs that ended before {@code before}, those that ended first first, each whole: with
   * its executions, its events, its callback and its idempotency key. Those whose callback is still
   * pending are left for later.
   *
   * @param limit 1 or more; at most that many jobs are deleted
   * @return how many jobs were deleted
   */
  int forgetJobs(Instant before, int limit);
}
