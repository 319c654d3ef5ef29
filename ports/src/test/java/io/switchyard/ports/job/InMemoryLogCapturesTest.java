package io.switchyard.ports.job;

final class InMemoryLogCapturesTest extends LogCapturesContract {

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
  protected LogCaptures captures() {
    return store.captures();
  }

  @Override
  protected History history() {
    return store;
  }
}
