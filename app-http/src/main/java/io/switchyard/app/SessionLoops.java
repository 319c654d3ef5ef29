package io.switchyard.app;

/**
 * The loops about sessions.
 *
 * @param keeping what this process does beside the calls that it passes on
 * @param tending the work that any process may do
 */
record SessionLoops(WorkLoop keeping, WorkLoop tending) implements AutoCloseable {

  void start() {
    keeping.start();
    tending.start();
  }

  @Override
  public void close() {
    tending.close();
    keeping.close();
  }
}
