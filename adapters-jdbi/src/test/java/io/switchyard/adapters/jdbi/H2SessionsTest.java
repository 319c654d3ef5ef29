package io.switchyard.adapters.jdbi;

import io.switchyard.ports.session.SessionWork;
import io.switchyard.ports.session.Sessions;
import io.switchyard.ports.session.SessionsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class H2SessionsTest extends SessionsContract {

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
  protected Sessions sessions() {
    return store.sessions();
  }

  @Override
  protected SessionWork work() {
    return store.sessionWork();
  }
}
