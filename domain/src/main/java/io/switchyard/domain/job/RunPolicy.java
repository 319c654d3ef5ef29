package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a job may wait and run, and what follows a failure.
 *
 * @param timeout how long a driver may run, 1 s to 30 days; null for as long as it likes
 * @param queueTimeout how long an attempt may wait until its driver runs, 1 s to 30 days; null for
 *     as long as it takes
 * @param retry what follows a failure
 */
public record RunPolicy(
    @Nullable Duration timeout, @Nullable Duration queueTimeout, RetryPolicy retry) {

  public static final int LONGEST_SECONDS = 30 * 24 * 3600;

  /** No limits, and the platform's own retries. */
  public static final RunPolicy DEFAULT = new RunPolicy(null, null, RetryPolicy.DEFAULT);

  public RunPolicy {
    check("timeout_seconds", timeout);
    check("queue_timeout_seconds", queueTimeout);
  }

  private static void check(String field, @Nullable Duration given) {
    if (given != null && (given.toSeconds() < 1 || given.toSeconds() > LONGEST_SECONDS)) {
      throw InvalidValue.at(
          field, "" + given.toSeconds(), "is outside 1 to " + LONGEST_SECONDS, "");
    }
  }
}
