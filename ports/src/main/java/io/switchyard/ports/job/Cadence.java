package io.switchyard.ports.job;

import java.time.Duration;

/**
 * How often executions are looked at.
 *
 * @param poll between two looks at a driver that runs or waits
 * @param retry before asking again a backend that failed or has no room
 * @param lease how long a claim keeps other processes away; longer than a pass can take
 * @param launch how long the answer to a launch may take before somebody looks for its driver;
 *     longer than the lease
 * @param batch executions claimed at once, 1 or more
 */
public record Cadence(Duration poll, Duration retry, Duration lease, Duration launch, int batch) {

  public static final Cadence DEFAULT =
      new Cadence(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          100);
}
