package io.switchyard.ports.cluster;

final class InMemoryClustersTest extends ClustersContract {

  private final InMemoryClusters clusters = new InMemoryClusters();

  @Override
  protected Clusters clusters() {
    return clusters;
  }

  @Override
  protected ClusterEventLog events() {
    return clusters;
  }

  @Override
  protected EndedServers ended() {
    return clusters.ended();
  }
}
