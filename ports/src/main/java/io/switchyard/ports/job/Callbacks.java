package io.switchyard.ports.job;

import io.switchyard.domain.job.JobId;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The callbacks of jobs as work. {@link Jobs#add} adds one for a job that asks for it, and {@link
 * Executions#save} makes it due in the write that ends the job, which is the end of an attempt that
 * none follows; so none is forgotten, and none is told of an end that was not written. Methods
 * block for the store and throw {@link TargetFailure} when it does not answer.
 */
public interface Callbacks {

  /**
   * A callback as it was claimed.
   *
   * @param version changes with every claim and every write; a write with an old one is refused
   */
  record Claim(Callback callback, long version) {}

  /**
   * Claims pending callbacks whose time has come and that nobody else holds, those due longest
   * first; keeps others away until {@code now + lease}.
   *
   * @param limit how many at most, 1 or more
   * @param perHost how many of one host at most, those that are held already counted, 1 or more; a
   *     few more may be held when processes claim at the same moment
   */
  List<Claim> claimDue(Instant now, Duration lease, int limit, int perHost);

  /**
   * Writes how far a callback is and gives up the claim. Does nothing if somebody claimed it since.
   *
   * @return whether it was written
   */
  boolean save(Claim was, Callback now);

  /** The callbacks of these jobs; those that have none are absent. */
  Map<JobId, Callback> of(Collection<JobId> jobs);
}
