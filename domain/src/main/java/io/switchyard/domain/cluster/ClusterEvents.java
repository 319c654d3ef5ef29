package io.switchyard.domain.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Derives what happened from what changed, so that every store tells the same story. */
public final class ClusterEvents {

  private ClusterEvents() {}

  /** What the acceptance of {@code cluster} is. */
  public static List<ClusterEvent> of(Cluster cluster) {
    return List.of(event(cluster, ClusterEventType.ACCEPTED, cluster.createdAt(), ""));
  }

  /**
   * What the change from {@code before} to {@code after} is, in the order in which it happened;
   * often nothing.
   *
   * @param at when the change was made
   */
  public static List<ClusterEvent> of(Cluster before, Cluster after, Instant at) {
    List<ClusterEvent> events = new ArrayList<>();
    if (after.restartedSince(before)) {
      events.add(event(before, ClusterEventType.SERVER_LOST, at, message(after.state())));
    }
    if (!Objects.equals(before.expiresAt(), after.expiresAt())) {
      events.add(event(after, ClusterEventType.EXTENDED, at, "ends " + after.expiresAt()));
    }
    if (after.warned() && !before.warned()) {
      events.add(event(after, ClusterEventType.EXPIRES_SOON, at, "ends " + after.expiresAt()));
    }
    if (after.status() != before.status()) {
      events.add(
          event(
              after,
              ClusterEventType.entering(after.status()),
              after.state().since(),
              message(after.state())));
    }
    return events;
  }

  private static ClusterEvent event(
      Cluster cluster, ClusterEventType type, Instant at, String message) {
    return new ClusterEvent(cluster.id(), cluster.server().number(), type, at, message);
  }

  private static String message(ClusterState state) {
    if (state instanceof ClusterState.Pending pending) {
      return pending.waitingFor();
    } else if (state instanceof ClusterState.Terminating terminating) {
      return terminating.reason().message();
    } else if (state instanceof ClusterState.TerminatingLaunch terminating) {
      return terminating.reason().message();
    }
    return state instanceof ClusterState.Ended ended ? ended.message() : "";
  }
}
