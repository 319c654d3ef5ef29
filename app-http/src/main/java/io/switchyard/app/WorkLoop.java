package io.switchyard.app;

import io.switchyard.app.http.Meters;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls for passes over the due executions, again and again, from {@link #start} to {@link #close}.
 * A pass that fails is tried again after a pause that grows; nothing ends the loop but its close.
 */
public final class WorkLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LAST_PASS = Duration.ofSeconds(15);

  private final IntSupplier pass;
  private final WorkConfig config;
  private final Meters meters;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * @param pass one pass; tells how many executions it claimed
   */
  WorkLoop(IntSupplier pass, WorkConfig config, Meters meters) {
    this.pass = pass;
    this.config = config;
    this.meters = meters;
  }

  void start() {
    for (int i = 0; i < config.threads(); i++) {
      Thread thread = new Thread(this::run, "work-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void run() {
    Duration pause = config.idle();
    boolean stop = false;
    while (!stop) {
      try {
        int claimed = pass.getAsInt();
        recovered();
        // A full batch: more may be due already.
        pause = claimed >= config.cadence().batch() ? Duration.ZERO : config.idle();
      } catch (RuntimeException | LinkageError e) {
        meters.passFailed();
        logOnce(e);
        Duration twice = pause.plus(config.idle()).multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      }
      stop = pauseUnlessStopping(pause);
    }
  }

  private boolean pauseUnlessStopping(Duration pause) {
    try {
      return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void recovered() {
    if (!known.isEmpty()) {
      known.clear();
      LOG.atInfo().log("work loop goes on");
    }
  }

  private void logOnce(Throwable e) {
    if (e instanceof TargetFailure failure) {
      if (known.add(failure.kind().name())) {
        LOG.atWarn()
            .addKeyValue("kind", failure.kind())
            .addKeyValue("error", failure.getMessage())
            .log("work loop cannot reach the store; trying again");
      }
    } else if (known.add(e.getClass().getName())) {
      LOG.atError().setCause(e).log("pass of the work loop failed; trying again");
    }
  }

  /** Lets the passes under way finish, for a while; claims that are left run out by themselves. */
  @Override
  public void close() {
    stopping.countDown();
    for (Thread thread : threads) {
      try {
        thread.join(LAST_PASS.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
