package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.placement.BackendId;
import java.time.Instant;
import java.util.Optional;

/**
 * The work of bringing the logs of one ended execution to the log store.
 *
 * @param ended when the execution ended
 * @param expected whether there surely was a log, because the driver ran
 * @param state how far it is
 * @param tries how often it has failed
 */
public record LogCapture(
    ExecutionId execution,
    BackendId backend,
    BackendHandle handle,
    Instant ended,
    boolean expected,
    State state,
    int tries) {

  /** How far a capture is; the words are kept in stores. */
  public enum State {
    /** The logs are where the driver ran, and will be fetched. */
    PENDING,
    /** The log store has them. */
    CAPTURED,
    /** They could not be fetched in time. */
    LOST,
    /** There never were any: no driver of the execution ran. */
    NONE
  }

  /**
   * The capture that an execution's end asks for; empty if it has not ended, or no backend had it.
   * A driver that never ran asks for it, too: what a backend says of that may be wrong.
   */
  public static Optional<LogCapture> of(Execution execution) {
    BackendHandle handle = execution.handle();
    return execution.state() instanceof Ended end && handle != null
        ? Optional.of(
            new LogCapture(
                execution.id(),
                execution.backend(),
                handle,
                end.since(),
                ran(end),
                State.PENDING,
                0))
        : Optional.empty();
  }

  /** A driver may run and end between two looks at it. */
  private static boolean ran(Ended end) {
    return end.startedAt() != null
        || end.outcome() == Outcome.SUCCEEDED
        || end.failure() == FailureClass.LOST_NODE;
  }

  /** The same work after another failure. */
  public LogCapture failed() {
    return new LogCapture(execution, backend, handle, ended, expected, state, tries + 1);
  }

  public LogCapture in(State next) {
    return new LogCapture(execution, backend, handle, ended, expected, next, tries);
  }
}
