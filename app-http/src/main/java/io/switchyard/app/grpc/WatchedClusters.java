package io.switchyard.app.grpc;

import io.switchyard.app.http.ClusterViews;
import io.switchyard.app.http.NoSuchCluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.team.Caller;
import io.switchyard.grpc.v1.Cluster;
import io.switchyard.grpc.v1.ClusterServiceGrpc;
import io.switchyard.ports.cluster.GetCluster;
import java.util.Optional;

/** What is told to those who watch a cluster: all of it. */
record WatchedClusters(GetCluster getCluster, ClusterViews views)
    implements Watched.Kind<ClusterId, io.switchyard.domain.cluster.Cluster, Cluster> {

  @Override
  public Optional<io.switchyard.domain.cluster.Cluster> find(ClusterId id, Caller caller) {
    return getCluster.get(id, caller);
  }

  @Override
  public RuntimeException noSuch(ClusterId id) {
    return NoSuchCluster.of(id);
  }

  @Override
  public Cluster tell(io.switchyard.domain.cluster.Cluster cluster) {
    return ClusterCalls.message(views.one(cluster));
  }

  /** While an operation runs, its time moves with every look. */
  @Override
  public Cluster news(Cluster told) {
    return told.toBuilder().clearLastActivityAt().build();
  }

  @Override
  public boolean over(io.switchyard.domain.cluster.Cluster cluster) {
    return cluster.ended();
  }

  @Override
  public String method() {
    return ClusterServiceGrpc.getWatchClusterMethod().getFullMethodName();
  }
}
