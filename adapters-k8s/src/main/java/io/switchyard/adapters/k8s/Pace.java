package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.K8sConfig.Client;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Keeps requests to an API server within limits. Who comes too soon waits a while for its turn. */
final class Pace {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Client limits;
  private final LongSupplier nanos;
  private final Semaphore inFlight;
  private final long nanosEach;
  private long free;

  /**
   * @param nanos a clock that only goes on
   */
  Pace(Client limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.inFlight = new Semaphore(limits.inFlight(), true);
    this.nanosEach = TimeUnit.SECONDS.toNanos(1) / limits.requestsPerSecond();
    this.free = nanos.getAsLong() - nanosEach * limits.burst();
  }

  /**
   * @throws TargetFailure {@code THROTTLED} if its turn would come too late
   */
  <T> T call(String doing, Supplier<T> request) {
    awaitTurn(doing);
    try {
      if (!inFlight.tryAcquire(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
        throw tooMany(doing, limits.inFlight() + " requests at once (client.in_flight)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "interrupted before " + doing, e);
    }
    try {
      return request.get();
    } finally {
      inFlight.release();
    }
  }

  /** For what lasts: it takes a turn, and no place among those in flight. */
  void awaitTurn(String doing) {
    long wait = turn(nanos.getAsLong());
    if (wait > PATIENCE_NANOS) {
      throw tooMany(
          doing, limits.requestsPerSecond() + " requests a second (client.requests_per_second)");
    }
    long until = nanos.getAsLong() + wait;
    for (long left = wait; left > 0; left = until - nanos.getAsLong()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw TargetFailure.withoutEffect(Kind.UNREACHABLE, "interrupted before " + doing);
      }
    }
  }

  /** How long to wait; nothing is taken by who would wait for too long. */
  private synchronized long turn(long now) {
    long mine = Math.max(free, now - nanosEach * limits.burst()) + nanosEach;
    long wait = mine - now;
    if (wait <= PATIENCE_NANOS) {
      free = mine;
    }
    return Math.max(0, wait);
  }

  private TargetFailure tooMany(String doing, String limit) {
    return TargetFailure.withoutEffect(
        Kind.THROTTLED,
        "this backend's own limit of " + limit + " keeps it from its turn to " + doing);
  }
}
