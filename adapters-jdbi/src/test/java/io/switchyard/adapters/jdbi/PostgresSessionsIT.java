package io.switchyard.adapters.jdbi;

import io.switchyard.ports.session.SessionWork;
import io.switchyard.ports.session.Sessions;
import io.switchyard.ports.session.SessionsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class PostgresSessionsIT extends SessionsContract {

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
  protected Sessions sessions() {
    return store.sessions();
  }

  @Override
  protected SessionWork work() {
    return store.sessionWork();
  }
}
