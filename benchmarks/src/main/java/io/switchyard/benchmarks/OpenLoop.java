package io.switchyard.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a fixed rate, whether or not earlier ones were answered. Each has the moment at
 * which it is to be sent, and its time counts from then, also when it had to wait for one of the
 * connections; so a server that stalls is charged for everybody who came meanwhile.
 */
final class OpenLoop {

  private static final long HIGHEST_MICROS = 120_000_000;

  private final int port;
  private final int connections;
  private final AtomicLong tickets = new AtomicLong();

  OpenLoop(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /** Sends one request over a connection. */
  interface Request {
    /** Whether the answer is what it should be. */
    boolean send(HttpConnection connection, long number) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param micros the times of all requests, in microseconds
   * @param failed how many were not answered as they should be
   * @param took from the first request's moment to the last answer
   */
  record Result(Histogram micros, long failed, Duration took) {

    double perSecond() {
      return micros.getTotalCount() * 1e9 / took.toNanos();
    }

    double millisAt(double percentile) {
      return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    double maxMillis() {
      return micros.getMaxValue() / 1000.0;
    }
  }

  /** Sends {@code rate} requests a second for that long; blocks until all are answered. */
  Result run(int rate, Duration length, Request request) {
    ConcurrentHistogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    AtomicLong failed = new AtomicLong();
    AtomicReference<@Nullable IOException> broken = new AtomicReference<>();
    long total = rate * length.toSeconds();
    AtomicLong next = new AtomicLong();
    long numbersFrom = tickets.getAndAdd(total);
    long begun = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (HttpConnection connection = new HttpConnection(port)) {
                  for (long n = next.getAndIncrement(); n < total; n = next.getAndIncrement()) {
                    long due = begun + n * 1_000_000_000L / rate;
                    awaitMoment(due);
                    if (!request.send(connection, numbersFrom + n)) {
                      failed.incrementAndGet();
                    }
                    micros.recordValue(Math.min(HIGHEST_MICROS, (System.nanoTime() - due) / 1000));
                  }
                } catch (IOException e) {
                  broken.compareAndSet(null, e);
                }
              },
              "client-" + i);
      threads.add(thread);
      thread.start();
    }
    threads.forEach(OpenLoop::join);
    IOException first = broken.get();
    if (first != null) {
      throw new UncheckedIOException(first);
    }
    return new Result(micros, failed.get(), Duration.ofNanos(System.nanoTime() - begun));
  }

  private static void awaitMoment(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
