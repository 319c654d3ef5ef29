package io.switchyard.benchmarks.chaos;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a job is like: its name begins with the kind, by which the scripted driver knows it. */
public enum JobKind {
  /** Runs for a moment and ends well. */
  GOOD(53),
  /** Throws; never tried again. */
  USER_ERROR(8),
  /** Lacks memory until it gets more. */
  LACKS_MEMORY(6),
  /** Lacks memory however much it gets. */
  INSATIABLE(4),
  /** Its worker is lost once or twice. */
  LOST_NODE(7),
  /** Runs longer than it may. */
  OVERTIME(5),
  /** Runs on until somebody cancels it, which somebody does. */
  CANCELLED(9),
  /** Loses its worker, or its memory, again and again while somebody cancels it. */
  CANCELLED_WHILE_FAILING(6),
  /** Ends well, or badly, and the master forgets it at once. */
  FORGOTTEN(2);

  private final int weight;

  JobKind(int weight) {
    this.weight = weight;
  }

  public int weight() {
    return weight;
  }

  public boolean isCancelled() {
    return this == CANCELLED || this == CANCELLED_WHILE_FAILING;
  }

  /** The name of the job with that number. */
  public String jobName(int number) {
    return name().toLowerCase(Locale.ROOT) + "." + number;
  }

  /** The kind of the job with that name. */
  public static Optional<JobKind> of(String jobName) {
    String kind = jobName.substring(0, Math.max(0, jobName.indexOf('.')));
    return Arrays.stream(values()).filter(k -> k.name().equalsIgnoreCase(kind)).findFirst();
  }
}
