package io.switchyard.app;

/**
 * The loop that captures logs, apart from the one that advances executions, which must not wait for
 * slow workers and disks.
 */
record CaptureLoop(WorkLoop loop) implements AutoCloseable {

  void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }
}
