package io.switchyard.ports.job;

final class InMemoryLogsTest extends LogStoreContract {

  private final InMemoryLogs store = new InMemoryLogs();

  @Override
  protected LogStore store() {
    return store;
  }

  @Override
  protected LogStore sameStoreOfAnotherProcess() {
    return store;
  }
}
