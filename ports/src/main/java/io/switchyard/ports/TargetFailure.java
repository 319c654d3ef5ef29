package io.switchyard.ports;

import org.jspecify.annotations.Nullable;

/**
 * Something we do not own (a backend, the store) could not do what it was asked. Users cannot cause
 * it by what they send; for that there are refusals.
 */
public final class TargetFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, which decides what to do next. */
  public enum Kind {
    /** It has no room now. */
    FULL,
    /** It asks us to slow down. */
    THROTTLED,
    /** It does not answer, or not in time, or is still starting. */
    UNREACHABLE,
    /** It understood and said no, and will say no again. */
    REJECTED,
    /** It does not let us. */
    FORBIDDEN,
    /** It answered something that makes no sense. */
    BROKEN
  }

  private final Kind kind;
  private final boolean outcomeKnown;

  private TargetFailure(
      Kind kind, boolean outcomeKnown, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.outcomeKnown = outcomeKnown;
  }

  /** The request surely had no effect. */
  public static TargetFailure withoutEffect(Kind kind, String message) {
    return new TargetFailure(kind, true, message, null);
  }

  /** The request surely had no effect. */
  public static TargetFailure withoutEffect(Kind kind, String message, Throwable cause) {
    return new TargetFailure(kind, true, message, cause);
  }

  /** The request may have had its effect; only the answer is missing. */
  public static TargetFailure unknownEffect(Kind kind, String message, Throwable cause) {
    return new TargetFailure(kind, false, message, cause);
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the same request may do better later. */
  public boolean retryable() {
    return switch (kind) {
      case FULL, THROTTLED, UNREACHABLE, BROKEN -> true;
      case REJECTED, FORBIDDEN -> false;
    };
  }

  /** Whether it is certain that the request had no effect. */
  public boolean outcomeKnown() {
    return outcomeKnown;
  }
}
