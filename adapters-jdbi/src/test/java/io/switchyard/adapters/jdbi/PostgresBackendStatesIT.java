package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.placement.BackendStates;
import io.switchyard.ports.placement.BackendStatesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresBackendStatesIT extends BackendStatesContract {

  @RegisterExtension private final PostgresStore store = new PostgresStore();

  @Override
  protected Jobs jobs() {
    return store.get().jobs();
  }

  @Override
  protected Executions executions() {
    return store.get().executions();
  }

  @Override
  protected BackendStates states() {
    return store.get().backendStates();
  }
}
