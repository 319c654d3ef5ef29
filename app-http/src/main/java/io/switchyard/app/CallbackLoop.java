package io.switchyard.app;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The loop that has callbacks sent, apart from the others, which must not wait for receivers.
 *
 * @param threads where receivers are waited for
 */
record CallbackLoop(WorkLoop loop, ExecutorService threads) implements AutoCloseable {

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(11);

  void start() {
    loop.start();
  }

  /** Lets what is under way finish, for a while; what does not is sent again later. */
  @Override
  public void close() {
    loop.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
