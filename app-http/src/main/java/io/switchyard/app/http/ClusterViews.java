package io.switchyard.app.http;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.ports.cluster.EstimateReady;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Clusters and their events as the API shows them. */
public final class ClusterViews {

  private final EstimateReady estimate;

  ClusterViews(EstimateReady estimate) {
    this.estimate = estimate;
  }

  /** One cluster, whole. Blocks for the store. */
  public ClusterView one(Cluster cluster) {
    boolean coming = cluster.readyAt() == null && !cluster.ended();
    return ClusterView.of(cluster, coming ? estimate.of(cluster).toSeconds() : null);
  }

  /** A cluster that was just taken on. */
  public static ClusterView taken(Cluster cluster, Duration ready) {
    return ClusterView.of(cluster, ready.toSeconds());
  }

  /** A cluster among others, or after a change. */
  public static ClusterView listed(Cluster cluster) {
    return ClusterView.of(cluster, null);
  }

  /** One event of a cluster. */
  public record Event(int server, String type, String at, @Nullable String message) {

    public static Event of(ClusterEvent event) {
      return new Event(
          event.server(),
          event.type().name(),
          event.at().toString(),
          event.message().isBlank() ? null : event.message());
    }
  }
}
