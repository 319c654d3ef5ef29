package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.JobsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresJobsIT extends JobsContract {

  @RegisterExtension private final PostgresStore store = new PostgresStore();

  @Override
  protected Jobs jobs() {
    return store.get().jobs();
  }

  @Override
  protected Executions executions() {
    return store.get().executions();
  }
}
