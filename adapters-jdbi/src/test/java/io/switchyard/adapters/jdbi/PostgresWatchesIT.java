package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.Watches;
import io.switchyard.ports.job.WatchesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresWatchesIT extends WatchesContract {

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
  protected Watches watches() {
    return store.get().watches();
  }
}
