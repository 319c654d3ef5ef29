package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.team.Caller;
import java.util.Optional;

/** Shows one cluster. */
public final class GetCluster {

  private final Clusters clusters;

  public GetCluster(Clusters clusters) {
    this.clusters = clusters;
  }

  /** The cluster; empty if there is none that the caller may know of. Blocks for the store. */
  public Optional<Cluster> get(ClusterId id, Caller by) {
    return clusters.find(id).filter(found -> by.mayRead(found.request().team()));
  }
}
