package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.ports.TargetFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs executions on one backend. Every method may block for a round trip or two, is safe for use
 * by several threads and processes, and throws {@link TargetFailure} when the backend fails.
 */
public interface JobLauncher {

  /** What would become of the request here; changes nothing and needs no answer of the backend. */
  Fit fit(JobRequest request);

  /**
   * Starts the execution's driver, tagged with the execution's id. Repeating the call with the same
   * execution returns the same handle and never makes a second driver, also after an answer was
   * lost and from another process.
   *
   * @throws TargetFailure with {@link TargetFailure#outcomeKnown} false if a driver may have been
   *     started; {@code FULL} or {@code UNREACHABLE} with a message for people while the backend
   *     has no room or is still starting
   */
  BackendHandle launch(Execution execution, JobRequest request);

  /** The handle of an execution launched earlier whose answer was lost; empty if there is none. */
  Optional<BackendHandle> find(Execution execution);

  /**
   * Settles that no driver of the execution begins any more, not even one whose request is still on
   * its way. Repeating the call is harmless.
   *
   * @return the handle of the driver that had begun before, and is not touched; empty if none had
   *     and so none will
   */
  Optional<BackendHandle> forbid(Execution execution);

  /**
   * What the backend reports now, in one round trip for all handles of one master. A handle it has
   * no record of is absent.
   */
  Map<BackendHandle, Observation> observe(Set<BackendHandle> handles);

  /** Asks the driver to end. A handle that is unknown or has ended is ignored. */
  void stop(BackendHandle handle);
}
