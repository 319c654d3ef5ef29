package io.switchyard.app;

/**
 * The loop that advances clusters, apart from the one that advances executions: a server that is
 * asked whether it answers takes its time.
 */
record MoveLoop(WorkLoop loop) implements AutoCloseable {

  void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }
}
