package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.BackendHandle;

final class FakeClusterBackendTest extends ClusterLauncherContract {

  private final FakeClusterBackend backend = new FakeClusterBackend();
  private final SequentialClusterIds ids = new SequentialClusterIds();

  @Override
  protected ClusterLauncher launcher() {
    return backend;
  }

  @Override
  protected ClusterIds ids() {
    return ids;
  }

  @Override
  protected void settle(Cluster cluster, Fate fate) {
    if (fate == Fate.DIES) {
      backend.die(cluster, "");
    }
  }

  @Override
  protected int serversOf(Cluster cluster) {
    return backend.serversOf(cluster);
  }

  @Override
  protected BackendHandle unknown(Cluster cluster) {
    return new BackendHandle("server-999");
  }

  @Override
  protected int looks() {
    return 0;
  }
}
