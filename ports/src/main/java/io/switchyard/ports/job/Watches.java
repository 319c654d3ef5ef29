package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The looks at backends as work: one row for each backend, with a due time, which any process may
 * claim. Whoever has it looks at all of the backend's drivers that nobody asked to stop ({@link
 * io.switchyard.domain.job.Execution#watched}); such executions have no due time of their own.
 *
 * <p>A claim saves work and guards nothing: several processes may look at one backend at the same
 * time, and what they write is fenced by the version of each execution ({@link Executions#save}).
 *
 * <p>Methods block for the store and throw {@link TargetFailure} when it does not answer.
 */
public interface Watches {

  /**
   * A watch as it was claimed.
   *
   * @param version changes with every claim and release
   */
  record Watch(BackendId backend, long version) {}

  /**
   * Claims the watches of those of these backends whose time has come and whom nobody else watches;
   * keeps others away until {@code now + lease}. A backend that was never watched is due.
   */
  List<Watch> claimDue(Collection<BackendId> backends, Instant now, Duration lease);

  /**
   * Gives up a watch, to be claimed again at {@code due}. Does nothing if somebody claimed it
   * since.
   *
   * @return whether it was given up
   */
  boolean release(Watch watch, Instant due);

  /**
   * Has the next look at a backend begin at {@code due}, if it would begin later. Changes nothing
   * about a watch that is claimed: its release says when the next one is.
   */
  void hurry(BackendId backend, Instant due);

  /**
   * The executions that a watch of the backend is about, each with its version, so that what was
   * read before can be told to be current. Cheap, also for ten thousand.
   */
  Map<ExecutionId, Long> versions(BackendId backend);

  /** These executions as they are now; those that are not watched any more may be absent. */
  List<Claimed> read(Collection<ExecutionId> executions);
}
