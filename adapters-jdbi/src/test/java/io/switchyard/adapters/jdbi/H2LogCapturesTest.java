package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.job.LogCapturesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class H2LogCapturesTest extends LogCapturesContract {

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
