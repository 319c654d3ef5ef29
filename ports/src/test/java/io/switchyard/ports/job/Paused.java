package io.switchyard.ports.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that stands still for as long as a test likes, just before or after the first call of
 * one method of a port, as a machine that is suspended does.
 */
final class Paused implements AutoCloseable {

  private static final long PATIENCE_S = 20;

  private final String method;
  private final boolean after;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch resumed = new CountDownLatch(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private Future<?> work = thread.submit(() -> {});

  private Paused(String method, boolean after) {
    this.method = method;
    this.after = after;
  }

  static Paused before(String method) {
    return new Paused(method, false);
  }

  static Paused after(String method) {
    return new Paused(method, true);
  }

  /** The port as the process sees it. */
  <T> T port(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              boolean here = called.getName().equals(method) && reached.getCount() > 0;
              if (here && !after) {
                stand();
              }
              Object answer;
              try {
                answer = called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
              if (here && after) {
                stand();
              }
              return answer;
            }));
  }

  private void stand() throws InterruptedException {
    reached.countDown();
    if (!resumed.await(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody resumed it");
    }
  }

  /** Begins some work and returns when it stands still in the middle of it. */
  void begin(Runnable pass) throws InterruptedException {
    work = thread.submit(pass);
    if (!reached.await(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("it never called " + method);
    }
  }

  /** Lets it go on, and waits for the end of its work. */
  void wakeUp() throws InterruptedException, ExecutionException, TimeoutException {
    resumed.countDown();
    work.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    resumed.countDown();
    thread.shutdownNow();
  }
}
