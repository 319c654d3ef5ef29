package io.switchyard.app;

/** The loop that watches drivers, apart from the one that launches them, which can take long. */
record WatchLoop(WorkLoop loop) implements AutoCloseable {

  void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }
}
