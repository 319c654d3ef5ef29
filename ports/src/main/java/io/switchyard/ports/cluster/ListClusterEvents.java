package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.team.Caller;
import java.util.List;
import java.util.Optional;

/** Tells what happened to a cluster. */
public final class ListClusterEvents {

  /** The newest that are told. */
  public static final int MOST = 500;

  private final Clusters clusters;
  private final ClusterEventLog events;

  public ListClusterEvents(Clusters clusters, ClusterEventLog events) {
    this.clusters = clusters;
    this.events = events;
  }

  /**
   * The newest {@value #MOST} events, oldest first; empty if there is no such cluster, or none that
   * the caller may know of. Blocks for the store.
   */
  public Optional<List<ClusterEvent>> list(ClusterId id, Caller by) {
    return clusters
        .find(id)
        .filter(found -> by.mayRead(found.request().team()))
        .map(found -> events.of(id, MOST));
  }
}
