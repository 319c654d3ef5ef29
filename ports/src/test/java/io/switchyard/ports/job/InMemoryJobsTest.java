package io.switchyard.ports.job;

final class InMemoryJobsTest extends JobsContract {

  private final InMemoryJobs store = new InMemoryJobs();

  @Override
  protected Jobs jobs() {
    return store;
  }

  @Override
  protected Executions executions() {
    return store;
  }
}
