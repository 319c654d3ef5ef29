package io.switchyard.ports.job;

final class InMemoryCallbacksTest extends CallbacksContract {

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
  protected Callbacks callbacks() {
    return store.callbacks();
  }

  @Override
  protected History history() {
    return store;
  }
}
