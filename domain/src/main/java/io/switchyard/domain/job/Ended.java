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

  /**
   * The same end, told with what is left of the driver.
   *
   * @param report what the driver itself said of its failure; may be empty
   * @param log the end of its log; may be empty
   */
  public Ended explained(String report, String log) {
    if (outcome != Outcome.FAILED) {
      return this;
    }
    String cause = report.isBlank() ? message : report;
    FailureClass known =
        failure == FailureClass.UNKNOWN ? FailureRules.classify(cause, log) : failure;
    return new Ended(outcome, known, cause, handle, startedAt, since);
  }

  /** Why it failed, as people are told; null if it did not. */
  public @Nullable String error() {
    if (outcome != Outcome.FAILED) {
      return null;
    }
    return message.isBlank() ? "the driver failed and did not say why; its log may" : message;
  }

  @Override
  public JobStatus status() {
    return outcome.status();
  }
}
