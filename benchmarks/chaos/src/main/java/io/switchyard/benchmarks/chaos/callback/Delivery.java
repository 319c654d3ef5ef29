package io.switchyard.benchmarks.chaos.callback;

/**
 * One callback as it came.
 *
 * @param event its id
 * @param status of the job, as it says
 * @param end of the job, as it says
 * @param signed whether its signature is the application's
 * @param answered the HTTP status it was answered with; 0 if the answer was lost
 */
public record Delivery(
    String job, String event, String status, String end, boolean signed, int answered) {

  /** Whether whoever sent it knows that it came. */
  public boolean taken() {
    return answered / 100 == 2;
  }
}
