package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.ShownSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import java.net.URI;
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
   * The Spark configuration that a driver of the request gets here, as far as it does not depend on
   * the execution; changes nothing and needs no answer of the backend. Secrets are left out or
   * masked.
   *
   * @param request one that fits
   * @param version as {@link Fit.Runs} says
   */
  default Map<String, String> conf(JobRequest request, SparkVersion version) {
    return ShownSettings.of(request.settings().conf());
  }

  /**
   * Starts the execution's driver, tagged with the execution's id. Repeating the call with the same
   * execution returns the same handle and never makes a second driver, also after an answer was
   * lost and from another process. Once it is forbidden ({@link #forbid}) it is {@code REJECTED}.
   * If {@link Execution#connect} is there, the driver gets a Spark Connect server that lets in only
   * who has that token.
   *
   * @throws TargetFailure with {@link TargetFailure#outcomeKnown} false if a driver may have been
   *     started; {@code FULL} or {@code UNREACHABLE} with a message for people while the backend
   *     has no room or is still starting
   */
  BackendHandle launch(Execution execution, JobRequest request);

  /**
   * The handle of an execution launched earlier whose answer was lost; empty if there is none.
   *
   * @param request what it was launched with, or would have been
   */
  Optional<BackendHandle> find(Execution execution, JobRequest request);

  /**
   * Unless there is a driver of the execution, settles that none will do any of the user's work,
   * whatever launch is still under way somewhere: it makes no driver, or one that ends at once. May
   * be repeated.
   *
   * @param request what it was launched with, or would have been
   * @return the driver that there is, to be followed or stopped; empty if there is none and never
   *     will be, so that the execution can end
   */
  Optional<BackendHandle> forbid(Execution execution, JobRequest request);

  /**
   * What the backend reports now, in one round trip for all handles of one master, or none if the
   * backend tells of changes by itself. A handle it has no record of is absent.
   *
   * @throws TargetFailure when it cannot be asked, or has told nothing for too long to be believed
   */
  Map<BackendHandle, Observation> observe(Set<BackendHandle> handles);

  /**
   * Has {@code changed} called whenever this backend has heard by itself that {@link #observe}
   * would answer something else than before, so that it is looked at sooner. It may be called from
   * any thread, and returns at once. Only a hint: a backend that cannot push never calls it, and
   * one that can may miss a change.
   */
  default void onChange(Runnable changed) {
    // Cannot push.
  }

  /**
   * Where people can watch the driver of a running execution: its Spark UI. Empty if the driver has
   * not said so yet, or has none. Cheap: asks neither the driver nor its cluster.
   */
  Optional<URI> ui(Execution execution);

  /**
   * Where the Spark Connect server of a running execution's driver listens, as {@link
   * io.switchyard.domain.job.DriverConnect#address}. Empty if the driver has not said so yet, or
   * this backend cannot tell. Cheap: asks neither the driver nor its cluster.
   */
  default Optional<URI> connect(Execution execution) {
    return Optional.empty();
  }

  /**
   * Whether an operation runs in a session of the driver's Spark Connect server; may ask the
   * driver.
   *
   * @throws TargetFailure if that cannot be found out now
   */
  default boolean busy(Execution execution, String user, String sessionId) {
    throw TargetFailure.withoutEffect(
        TargetFailure.Kind.REJECTED, "drivers of this backend are not asked what runs in them");
  }

  /**
   * Asks the backend for a sign of life, cheaply; called every second or two while nothing else is
   * asked of it.
   *
   * @return whether it was asked; false if there is nothing cheap to ask
   * @throws TargetFailure if it does not answer
   */
  default boolean probe() {
    return false;
  }

  /** Asks the driver to end. A handle that is unknown or has ended is ignored. */
  void stop(BackendHandle handle);
}
