package io.switchyard.ports.job;

final class InMemoryWatchesTest extends WatchesContract {

  private final InMemoryJobs store = new InMemoryJobs();

  @Override
  protected Jobs jobs() {
    return store;
  }

  @Override
  protected Executions executions() {
    return store;
  }

  @Override
  protected Watches watches() {
    return store.watches();
  }
}
