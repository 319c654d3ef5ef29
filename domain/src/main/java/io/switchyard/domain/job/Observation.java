package io.switchyard.domain.job;

/**
 * What a backend reports of one driver.
 *
 * @param phase the backend's word, translated
 * @param detail what the backend says beside it, for people; may be empty
 */
public record Observation(Phase phase, String detail) {

  /** Where a driver stands. */
  public enum Phase {
    /** Accepted; no process yet. */
    WAITING,
    /** The process runs. */
    RUNNING,
    /** The process ended well. */
    SUCCEEDED,
    /** The process ended badly by itself. */
    FAILED,
    /** The process was ended by someone. */
    KILLED,
    /** The backend gave up on it, or its machine went away. */
    LOST,
    /** The backend gave up on it before any process of it was made. */
    NEVER_STARTED,
    /** A word we do not know; it changes nothing. */
    UNKNOWN
  }

  public static Observation of(Phase phase) {
    return new Observation(phase, "");
  }

  /** Whether the driver's process is gone for good. */
  public boolean ended() {
    return switch (phase) {
      case WAITING, RUNNING, UNKNOWN -> false;
      case SUCCEEDED, FAILED, KILLED, LOST, NEVER_STARTED -> true;
    };
  }
}
