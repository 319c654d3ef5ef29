package io.switchyard.domain.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The driver was asked to end and is not known to be gone.
 *
 * @param startedAt when the driver was first seen running; null if it never was
 */
public record Stopping(
    BackendHandle handle, @Nullable Instant startedAt, StopReason reason, Instant since)
    implements ExecutionState.OnBackend {

  /**
   * The end that was asked for, once the driver is gone; but a driver that had ended by itself
   * before the request reached it keeps its own end, because that is what happened to the data.
   */
  @Override
  public ExecutionState observed(Observation seen, Instant at) {
    return switch (seen.phase()) {
      case WAITING, UNKNOWN -> this;
      case RUNNING -> startedAt == null ? new Stopping(handle, at, reason, since) : this;
      case SUCCEEDED, FAILED -> Ended.byItself(seen, handle, startedAt, at);
      case KILLED, LOST, NEVER_STARTED -> asAsked(at);
    };
  }

  @Override
  public Ended vanished(Instant at) {
    return asAsked(at);
  }

  @Override
  public Stopping stop(StopReason again, Instant at) {
    return this;
  }

  @Override
  public JobStatus status() {
    return startedAt == null ? JobStatus.SUBMITTED : JobStatus.RUNNING;
  }

  private Ended asAsked(Instant at) {
    return new Ended(reason.outcome(), null, reason.message(), handle, startedAt, at);
  }
}
