package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.job.LogCapturesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLogCapturesIT extends LogCapturesContract {

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
  protected LogCaptures captures() {
    return store.get().logCaptures();
  }

  @Override
  protected History history() {
    return store.get().history();
  }
}
