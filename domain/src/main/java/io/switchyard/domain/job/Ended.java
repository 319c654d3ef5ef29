package io.switchyard.domain.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The execution is over, for ever.
 *
 * @param failure why it failed; null unless the outcome is {@code FAILED}
 * @param message the cause in one line, for people; may be empty
 * @param handle the backend's name for the driver, by which its log is found; null if no backend
 *     had it
 * @param startedAt when the driver was first seen running; null if it never was
 * @param since when it ended
 */
public record Ended(
    Outcome outcome,
    @Nullable FailureClass failure,
    String message,
    @Nullable BackendHandle handle,
    @Nullable Instant startedAt,
    Instant since)
    implements ExecutionState {

  public Ended {
    if ((outcome == Outcome.FAILED) != (failure != null)) {
      throw new IllegalArgumentException(outcome + " with failure class " + failure);
    }
  }

  /** It ended before a backend had it. */
  static Ended before(Outcome outcome, String message, Instant at) {
    return new Ended(outcome, null, message, null, null, at);
  }

  /** A backend refused it for good. */
  static Ended rejected(String message, Instant at) {
    return new Ended(Outcome.FAILED, FailureClass.SUBMISSION_REJECTED, message, null, null, at);
  }

  /** The driver ended, and nobody here had asked for it. */
  static Ended byItself(
      Observation seen, BackendHandle handle, @Nullable Instant startedAt, Instant at) {
    return switch (seen.phase()) {
      case SUCCEEDED -> new Ended(Outcome.SUCCEEDED, null, "", handle, startedAt, at);
      case FAILED -> failed(FailureClass.UNKNOWN, seen.detail(), handle, startedAt, at);
      case KILLED ->
          failed(
              FailureClass.UNKNOWN,
              "the driver was killed from outside Switchyard",
              handle,
              startedAt,
              at);
      case LOST -> failed(FailureClass.LOST_NODE, seen.detail(), handle, startedAt, at);
      case NEVER_STARTED ->
          failed(FailureClass.BACKEND_UNAVAILABLE, seen.detail(), handle, startedAt, at);
      case WAITING, RUNNING, UNKNOWN -> throw new IllegalArgumentException("not an end: " + seen);
    };
  }

  static Ended failed(
      FailureClass failure,
      String message,
      BackendHandle handle,
      @Nullable Instant startedAt,
      Instant at) {
    return new Ended(Outcome.FAILED, failure, message, handle, startedAt, at);
  }

  /** The same end, told with what the driver itself said about it. */
  public Ended explained(String cause) {
    return cause.isBlank() || outcome != Outcome.FAILED
        ? this
        : new Ended(outcome, failure, cause, handle, startedAt, since);
  }

  /** Whether it is certain that no driver of this execution ever ran a user's code. */
  public boolean neverRan() {
    return failure == FailureClass.BACKEND_UNAVAILABLE;
  }

  @Override
  public JobStatus status() {
    return outcome.status();
  }
}
