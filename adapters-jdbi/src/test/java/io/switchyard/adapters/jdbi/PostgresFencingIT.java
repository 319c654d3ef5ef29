package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.FencingContract;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.Watches;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class PostgresFencingIT extends FencingContract {

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
  protected Admissions admissions() {
    return store.admissions();
  }

  @Override
  protected Watches watches() {
    return store.watches();
  }

  @Override
  protected Events events() {
    return store.events();
  }
}
