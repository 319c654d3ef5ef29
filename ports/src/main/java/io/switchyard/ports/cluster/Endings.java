package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.EndReason;
import java.time.Instant;

/** What becomes of a cluster whose server is gone. */
final class Endings {

  private Endings() {}

  /** The server was asked to end. */
  static Cluster of(Cluster cluster, EndReason reason, ClusterIds ids, Instant at) {
    return reason.goal() == EndReason.Goal.REPLACED
        ? cluster.replaced(
            cluster.server().next(ids.nextServer(), ids.nextToken()), reason.message(), at)
        : cluster.over(reason, at);
  }

  /** The server died by itself. */
  static Cluster byItself(
      Cluster cluster, String cause, ClusterPolicy policy, ClusterIds ids, Instant at) {
    String why = cause.isBlank() ? "its server ended without a word" : cause;
    return cluster.restartsBefore(at) < policy.restarts()
        ? cluster.restarting(
            cluster.server().next(ids.nextServer(), ids.nextToken()),
            "server %d is gone (%s); another one starts".formatted(cluster.server().number(), why),
            at)
        : cluster.over(EndReason.failed(why), at);
  }
}
