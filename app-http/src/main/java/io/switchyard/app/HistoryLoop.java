package io.switchyard.app;

import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has history forgotten, batch after batch, again and again from {@link #start} to {@link #close}.
 * A batch that fails is tried again after the pause; nothing ends the loop but its close.
 */
public final class HistoryLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryLoop.class);
  private static final Duration LAST_BATCH = Duration.ofSeconds(15);

  private final BooleanSupplier batch;
  private final Duration pause;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "history");

  /**
   * @param batch forgets a little; tells whether there may be more
   * @param pause after there was no more
   */
  HistoryLoop(BooleanSupplier batch, Duration pause) {
    this.batch = batch;
    this.pause = pause;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    boolean stop = false;
    while (!stop) {
      stop = await(more() ? Duration.ZERO : pause);
    }
  }

  private boolean more() {
    try {
      return batch.getAsBoolean();
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("kind", failure.kind())
          .addKeyValue("error", failure.getMessage())
          .log("history not deleted; trying again");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("deleting history failed; trying again");
    }
    return false;
  }

  private boolean await(Duration time) {
    try {
      return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Lets a batch under way finish, for a while. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(LAST_BATCH.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
