package io.switchyard.ports.session;

import java.time.Duration;

/**
 * How calls are routed.
 *
 * @param maxPins that one process remembers, 1 or more
 * @param fresh how old what is known of a cluster may be before it is looked up beside a call
 * @param stale how old it may be before a call waits for the look; older is used only while the
 *     store does not answer
 * @param hold how long a call waits for a cluster to start at most
 * @param poll between two looks at a cluster that starts
 * @param maxHeld calls that wait so at one time in one process
 * @param vanishedAfter how long a client may be gone before its operations are interrupted
 */
public record RoutingTerms(
    int maxPins,
    Duration fresh,
    Duration stale,
    Duration hold,
    Duration poll,
    int maxHeld,
    Duration vanishedAfter) {

  public static final RoutingTerms DEFAULT =
      new RoutingTerms(
          100_000,
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofMinutes(10),
          Duration.ofMillis(500),
          1000,
          Duration.ofSeconds(60));

  public RoutingTerms {
    if (maxPins < 1 || maxHeld < 0) {
      throw new IllegalArgumentException(maxPins + " pins, " + maxHeld + " held");
    }
  }
}
