package io.switchyard.domain.cluster;

import io.switchyard.domain.input.InvalidValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the clusters of a team in an environment.
 *
 * @param maxLifetime how long a cluster may live in all, extensions counted; null for no cap, and
 *     then a cluster may be persistent
 * @param idleAfter after how long without a session or a call a cluster ends; null for never
 * @param warnBefore how long before its end a cluster's expiry is announced
 * @param restarts how many servers may follow one that died by itself, 0 to 100
 * @param startWithin how long a server may take until it answers
 * @param scaleWithin how long Spark may take to get or give up executors
 * @param quota how much a team may have at once in an environment
 */
public record ClusterPolicy(
    @Nullable Duration maxLifetime,
    @Nullable Duration idleAfter,
    Duration warnBefore,
    int restarts,
    Duration startWithin,
    Duration scaleWithin,
    ClusterQuota quota) {

  /** No caps; three restarts, ten minutes to start. */
  public static final ClusterPolicy DEFAULT =
      new ClusterPolicy(
          null,
          null,
          Duration.ofMinutes(15),
          3,
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          ClusterQuota.NONE);

  public ClusterPolicy {
    if (restarts < 0 || restarts > 100) {
      throw InvalidValue.at("restarts", "" + restarts, "is outside 0 to 100", "");
    }
  }
}
