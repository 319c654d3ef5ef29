package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.placement.BackendStates;
import io.switchyard.ports.placement.BackendStatesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class H2BackendStatesTest extends BackendStatesContract {

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
  protected BackendStates states() {
    return store.backendStates();
  }
}
