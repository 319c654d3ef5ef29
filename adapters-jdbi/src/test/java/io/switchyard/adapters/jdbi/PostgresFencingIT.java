package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.Admissions;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.FencingContract;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.job.Watches;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresFencingIT extends FencingContract {

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
  protected Watches watches() {
    return store.get().watches();
  }

  @Override
  protected Events events() {
    return store.get().events();
  }
}
