package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.AdmissionsContract;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.Jobs;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresAdmissionsIT extends AdmissionsContract {

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
  protected Admissions admissions() {
    return store.get().admissions();
  }

  @Override
  protected Events events() {
    return store.get().events();
  }
}
