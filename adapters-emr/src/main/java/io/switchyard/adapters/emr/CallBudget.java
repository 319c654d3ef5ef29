package io.switchyard.adapters.emr;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests of each kind one account and region is sent. EMR counts each kind apart.
 * Whoever is told to slow down halves its pace and waits, twice as long each time; each good answer
 * brings back a little. Nothing here blocks: who is out of budget is told so, and asks later.
 *
 * <p>Safe for use by several threads. Other processes have their own: they share by being slowed
 * down.
 */
final class CallBudget {

  private static final double SLOWEST = 0.1;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** How many seconds' worth of calls may be saved up. */
  private static final int BURST = 4;

  /** How many good answers bring back the whole pace. */
  private static final int RECOVERY = 50;

  private final double most;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  CallBudget(int callsPerSecond, InstantSource clock) {
    this.most = callsPerSecond;
    this.clock = clock;
  }

  /**
   * Takes one call out of the budget.
   *
   * @throws TargetFailure {@code THROTTLED} if there is none left now
   */
  void take(String kind) {
    Instant now = clock.instant();
    if (!bucket(kind).take(now)) {
      throw usedUp(kind);
    }
  }

  /** As {@link #take}, but takes nothing. */
  void check(String kind) {
    if (!bucket(kind).has(clock.instant())) {
      throw usedUp(kind);
    }
  }

  private static TargetFailure usedUp(String kind) {
    return TargetFailure.withoutEffect(
        Kind.THROTTLED, "the budget of " + kind + " requests to EMR is used up for now");
  }

  void answered(String kind) {
    bucket(kind).faster();
  }

  void throttled(String kind) {
    bucket(kind).slower(clock.instant());
  }

  private Bucket bucket(String kind) {
    return buckets.computeIfAbsent(kind, k -> new Bucket(clock.instant()));
  }

  private final class Bucket {

    private double pace = most;
    private double saved = most * BURST;
    private Instant counted;
    private Instant closedUntil = Instant.MIN;
    private Duration wait = FIRST_WAIT;

    Bucket(Instant now) {
      this.counted = now;
    }

    synchronized boolean take(Instant now) {
      if (!has(now)) {
        return false;
      }
      saved -= 1;
      return true;
    }

    synchronized boolean has(Instant now) {
      if (now.isBefore(closedUntil)) {
        return false;
      }
      double seconds = Math.max(0, Duration.between(counted, now).toMillis() / 1000.0);
      saved = Math.min(Math.max(1, pace * BURST), saved + pace * seconds);
      counted = now;
      return saved >= 1;
    }

    synchronized void faster() {
      pace = Math.min(most, pace + most / RECOVERY);
      wait = FIRST_WAIT;
    }

    synchronized void slower(Instant now) {
      // Those that were under way at the same time say the same thing once more.
      if (now.isBefore(closedUntil)) {
        return;
      }
      pace = Math.max(SLOWEST, pace / 2);
      saved = 1;
      counted = now.plus(wait);
      closedUntil = now.plus(wait);
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }
  }
}
