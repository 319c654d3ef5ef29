package io.switchyard.ports.placement;

import io.switchyard.ports.job.Executions;
import io.switchyard.ports.job.InMemoryJobs;
import io.switchyard.ports.job.Jobs;

final class InMemoryBackendStatesTest extends BackendStatesContract {

  private final InMemoryJobs store = new InMemoryJobs();
  private final BackendStates states = new InMemoryBackendStates(store::taken);

  @Override
  protected BackendStates states() {
    return states;
  }

  @Override
  protected Jobs jobs() {
    return store;
  }

  @Override
  protected Executions executions() {
    return store;
  }
}
