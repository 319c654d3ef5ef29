package io.switchyard.benchmarks.chaos.spark;

import io.switchyard.benchmarks.chaos.JobKind;
import java.time.Duration;

/**
 * What the user's code of one execution does.
 *
 * @param runs how long
 * @param end how it ends unless it is killed before
 * @param said the cause in the driver's report, if it throws
 * @param forgotten whether the master forgets the driver as soon as it ended
 */
record UserCode(Duration runs, CodeEnd end, String said, boolean forgotten) {

  private static final Duration VERY_LONG = Duration.ofHours(1);
  private static final long ENOUGH_MEBIBYTES = 2048;

  /**
   * @param attempt how many executions of this job the master has met, this one among them
   * @param mebibytes of the driver
   */
  static UserCode of(JobKind kind, int attempt, long mebibytes, Network network) {
    Duration moment = network.millis(150, 2_500);
    return switch (kind) {
      case GOOD -> ends(moment);
      case USER_ERROR -> throwing(moment, "java.lang.IllegalArgumentException: no such column: x");
      case LACKS_MEMORY ->
          mebibytes < ENOUGH_MEBIBYTES
              ? throwing(moment, "java.lang.OutOfMemoryError: Java heap space")
              : ends(moment);
      case INSATIABLE -> throwing(moment, "java.lang.OutOfMemoryError: Java heap space");
      case LOST_NODE ->
          attempt == 1 || (attempt == 2 && network.oneIn(2)) ? losing(moment) : ends(moment);
      case OVERTIME, CANCELLED -> ends(VERY_LONG);
      case CANCELLED_WHILE_FAILING ->
          network.oneIn(2) ? losing(moment) : throwing(moment, "java.lang.OutOfMemoryError: GC");
      case FORGOTTEN ->
          network.oneIn(2)
              ? new UserCode(moment, CodeEnd.RETURNED, "", true)
              : new UserCode(
                  moment, CodeEnd.THREW, "java.lang.NullPointerException: forgotten", true);
    };
  }

  private static UserCode ends(Duration runs) {
    return new UserCode(runs, CodeEnd.RETURNED, "", false);
  }

  private static UserCode throwing(Duration runs, String said) {
    return new UserCode(runs, CodeEnd.THREW, said, false);
  }

  private static UserCode losing(Duration runs) {
    return new UserCode(runs, CodeEnd.LOST_WORKER, "", false);
  }
}
