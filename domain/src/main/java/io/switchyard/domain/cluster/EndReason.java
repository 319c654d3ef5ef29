package io.switchyard.domain.cluster;

/**
 * Why a server is asked to end.
 *
 * @param goal what becomes of the cluster once the server is gone
 * @param message who asked and why, for people; may be empty
 */
public record EndReason(Goal goal, String message) {

  /** What a server's end leads to. */
  public enum Goal {
    /** The cluster is over, as somebody wished or its time was up. */
    TERMINATED,
    /** The cluster is over because it does not work. */
    FAILED,
    /** Another server takes its place. */
    REPLACED
  }

  public static EndReason terminated(String message) {
    return new EndReason(Goal.TERMINATED, message);
  }

  public static EndReason failed(String message) {
    return new EndReason(Goal.FAILED, message);
  }

  public static EndReason replaced(String message) {
    return new EndReason(Goal.REPLACED, message);
  }

  /**
   * The same reason, told with what the server left to say; of an end that is as wished, that is
   * nothing new.
   *
   * @param cause may be empty
   */
  public EndReason with(String cause) {
    return goal == Goal.FAILED && !cause.isBlank()
        ? new EndReason(goal, message + "; " + cause)
        : this;
  }
}
