package io.switchyard.domain.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a backend reports of one cluster's server. */
public sealed interface ServerReport {

  /** It waits for a machine or is starting, for the given reason; may be empty. */
  record Starting(String detail) implements ServerReport {}

  /**
   * It listens.
   *
   * @param address where
   * @param uiUrl Spark's own web page; null if it has none
   * @param executors how many executors Spark has now
   * @param scaled whether those are all that it shall have
   * @param outdated whether the backend would start it otherwise now, as with another image
   * @param usage what its users do with it; null if the server could not be asked now
   */
  record Listening(
      ServerAddress address,
      @Nullable String uiUrl,
      int executors,
      boolean scaled,
      boolean outdated,
      @Nullable Usage usage)
      implements ServerReport {}

  /**
   * It is gone for good.
   *
   * @param cause the root cause from its log in one line, for people; may be empty
   */
  record Gone(String cause) implements ServerReport {}

  /** The backend said something that we do not know; it changes nothing. */
  record Unknown(String detail) implements ServerReport {}

  /**
   * What users do with a server.
   *
   * @param sessions that are open
   * @param operations that run
   * @param lastActivity the end of the newest call, or now while any runs; null if there was none
   */
  record Usage(int sessions, int operations, @Nullable Instant lastActivity) {

    public static final Usage NONE = new Usage(0, 0, null);

    public Usage {
      if (sessions < 0 || operations < 0) {
        throw new IllegalArgumentException(sessions + " sessions, " + operations + " operations");
      }
    }

    /** What is left of it when the server is gone, or another follows. */
    public Usage over() {
      return new Usage(0, 0, lastActivity);
    }

    /** The same, told by a server that need not know of what was done with one before it. */
    public Usage after(Usage before) {
      Instant then = before.lastActivity();
      boolean later = then != null && (lastActivity == null || then.isAfter(lastActivity));
      return later ? new Usage(sessions, operations, then) : this;
    }

    /** Whether ending the server would take something from somebody. */
    public boolean inUse() {
      return sessions > 0 || operations > 0;
    }
  }
}
