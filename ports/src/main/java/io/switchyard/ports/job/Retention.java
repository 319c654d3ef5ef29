package io.switchyard.ports.job;

import java.time.Duration;

/**
 * How long history is kept.
 *
 * @param events after they happened; those of a job that goes earlier go with it
 * @param jobs after they ended
 * @param batch how many are deleted in one transaction, 1 or more
 */
public record Retention(Duration events, Duration jobs, int batch) {

  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(30), Duration.ofDays(90), 500);
}
