package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The executions as work: rows with a due time, which any process may claim. Methods block for the
 * store and throw {@link TargetFailure} when it does not answer.
 */
public interface Executions {

  /**
   * Claims executions whose time has come and that nobody else holds, those due longest first. A
   * claim keeps others away until {@code now + lease}, and changes the version, so that whoever
   * held the execution before can no longer save.
   *
   * @param limit how many at most, 1 or more
   */
  List<Claimed> claimDue(Instant now, Duration lease, int limit);

  /** The newest execution of a job as it is now, to be changed without a claim. */
  Optional<Claimed> current(JobId job);

  /**
   * Executions of a backend of which no launch was begun: they stand in line or are pending. They
   * are not claimed; whoever claims or writes one of them later makes a change of it here fail.
   *
   * @param after the last one of the page before; null for the first page
   * @param limit how many at most, 1 or more
   * @return in the order of their ids
   */
  List<Claimed> waiting(BackendId backend, @Nullable ExecutionId after, int limit);

  /**
   * Writes each change whose execution still has the version it was read with and has not ended,
   * gives up the claim, and leaves the others alone. Each change is written whole or not at all;
   * its new version keeps out anyone who read the old one. The end of an execution that ran on a
   * backend also adds the capture of its logs ({@link LogCaptures}), and the end of a job makes its
   * callback due ({@link Callbacks}).
   *
   * @return the executions that were written, as they now are, without those that follow
   */
  List<Claimed> save(Collection<Change> changes);
}
