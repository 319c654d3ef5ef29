package io.switchyard.ports.job;

final class InMemoryFencingTest extends FencingContract {

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
  protected Admissions admissions() {
    return store;
  }

  @Override
  protected Watches watches() {
    return store.watches();
  }

  @Override
  protected Events events() {
    return store;
  }
}
