package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.job.LogCapturesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class PostgresLogCapturesIT extends LogCapturesContract {

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
  protected Jobs jobs() {
    return store.jobs();
  }

  @Override
  protected Executions executions() {
    return store.executions();
  }

  @Override
  protected LogCaptures captures() {
    return store.logCaptures();
  }

  @Override
  protected History history() {
    return store.history();
  }
}
