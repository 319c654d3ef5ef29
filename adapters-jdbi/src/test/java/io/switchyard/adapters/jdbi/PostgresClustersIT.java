package io.switchyard.adapters.jdbi;

import io.switchyard.ports.cluster.ClusterEventLog;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.ClustersContract;
import io.switchyard.ports.cluster.EndedServers;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresClustersIT extends ClustersContract {

  @RegisterExtension private final PostgresStore store = new PostgresStore();

  @Override
  protected Clusters clusters() {
    return store.get().clusters();
  }

  @Override
  protected ClusterEventLog events() {
    return store.get().clusterEvents();
  }

  @Override
  protected EndedServers ended() {
    return store.get().endedServers();
  }
}
