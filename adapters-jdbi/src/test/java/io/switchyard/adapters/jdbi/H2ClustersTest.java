package io.switchyard.adapters.jdbi;

import io.switchyard.ports.cluster.ClusterEventLog;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.ClustersContract;
import io.switchyard.ports.cluster.EndedServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class H2ClustersTest extends ClustersContract {

  private JdbiStore store;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = JdbiStore.open(StoreConfig.embedded(folder.resolve("store")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Clusters clusters() {
    return store.clusters();
  }

  @Override
  protected ClusterEventLog events() {
    return store.clusterEvents();
  }

  @Override
  protected EndedServers ended() {
    return store.endedServers();
  }
}
