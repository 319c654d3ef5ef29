package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Callbacks;
import io.switchyard.ports.job.CallbacksContract;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.Jobs;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresCallbacksIT extends CallbacksContract {

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
  protected Callbacks callbacks() {
    return store.get().callbacks();
  }

  @Override
  protected History history() {
    return store.get().history();
  }
}
