package io.switchyard.domain.job;

/**
 * Why a driver is asked to end.
 *
 * @param outcome how the execution ends if the driver obeys: {@code CANCELLED} or {@code TIMEOUT}
 * @param message who asked and why, for people; may be empty
 */
public record StopReason(Outcome outcome, String message) {

  public StopReason {
    if (outcome != Outcome.CANCELLED && outcome != Outcome.TIMEOUT) {
      throw new IllegalArgumentException("a stop does not end in " + outcome);
    }
  }

  /** A person's cancel. */
  public static StopReason cancelled(String message) {
    return new StopReason(Outcome.CANCELLED, message);
  }
}
