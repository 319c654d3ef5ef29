package io.switchyard.app.session;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which calls wait for the store. When too much waits already, more is refused, so
 * that an outage of the store does not fill the heap.
 */
public final class SessionThreads implements Executor, AutoCloseable {

  private static final int THREADS = 8;
  private static final int WAITING = 5_000;
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  SessionThreads() {
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "sessions");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
