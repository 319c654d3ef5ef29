package io.switchyard.ports.cluster;

import java.time.Duration;

/**
 * How often clusters are looked at.
 *
 * @param poll between two looks at a server that starts, scales or ends
 * @param watch between two looks at a server that runs; a dead one is noticed within it
 * @param retry before asking again a backend that failed or has no room
 * @param lease how long a claim keeps other processes away; longer than a pass can take
 * @param launch how long the answer to a launch may take before somebody looks for its server;
 *     longer than the lease
 * @param batch clusters claimed at once, 1 or more
 */
public record ClusterCadence(
    Duration poll, Duration watch, Duration retry, Duration lease, Duration launch, int batch) {

  public static final ClusterCadence DEFAULT =
      new ClusterCadence(
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          50);
}
