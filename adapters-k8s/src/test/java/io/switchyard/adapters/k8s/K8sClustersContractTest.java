package io.switchyard.adapters.k8s;

import io.switchyard.ports.cluster.ClusterIds;
import io.switchyard.ports.cluster.SequentialClusterIds;

final class K8sClustersContractTest extends K8sClustersContract {

  private final ClusterIds ids = new SequentialClusterIds();

  @Override
  protected Site site() {
    return new MockSite();
  }

  @Override
  protected ClusterIds ids() {
    return ids;
  }
}
