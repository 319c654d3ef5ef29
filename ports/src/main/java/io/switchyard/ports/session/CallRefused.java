package io.switchyard.ports.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that is not passed on. The message is for the person at the client. */
public final class CallRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why, in the words of gRPC's status codes. */
  public enum Reason {
    /** No credential, or one that is not known. */
    UNAUTHENTICATED,
    /** A credential that does not reach this far. */
    PERMISSION_DENIED,
    /** Nothing is registered under what the call names. */
    NOT_FOUND,
    /** The call itself is wrong. */
    INVALID_ARGUMENT,
    /** What is named cannot be used as it is now, and will not be by itself. */
    FAILED_PRECONDITION,
    /** A limit is reached. */
    RESOURCE_EXHAUSTED,
    /** What is needed is away for a while; the same call may succeed later. */
    UNAVAILABLE,
    /**
     * The session's server is gone and the session with it; told as Spark tells of a closed
     * session, so that the client makes a new one.
     */
    SESSION_CLOSED
  }

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  public CallRefused(Reason reason, String message, @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public CallRefused(Reason reason, String message) {
    this(reason, message, null);
  }

  public Reason reason() {
    return reason;
  }

  /** When the same call may be tried again; null if nobody knows. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
