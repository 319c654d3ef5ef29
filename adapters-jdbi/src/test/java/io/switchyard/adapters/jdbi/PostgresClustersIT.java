package io.switchyard.adapters.jdbi;

import io.switchyard.ports.cluster.ClusterEventLog;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.ClustersContract;
import io.switchyard.ports.cluster.EndedServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class PostgresClustersIT extends ClustersContract {

  private static PostgresServer server;
  private JdbiStore store;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = PostgresServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    store = JdbiStore.open(server.freshDatabase());
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
