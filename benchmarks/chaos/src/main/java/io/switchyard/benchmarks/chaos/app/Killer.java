package io.switchyard.benchmarks.chaos.app;

import io.switchyard.benchmarks.chaos.Moment;
import io.switchyard.benchmarks.chaos.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Kills a random process at every tick and starts it again, two times out of three in the middle of
 * what it does for a job, see {@link Moment}. One that is still starting is hit now and then; else,
 * on a slow machine, the time would pass with processes that never get to work.
 */
public final class Killer {

  private static final Duration AMBUSH = Duration.ofMillis(1_200);
  private static final int MOST_DELAY_MICROS = 9_000;

  /** One kill in so many comes at no special moment. */
  private static final int AT_ONCE = 3;

  private static final int OVERTIME = 3;

  /** One kill in so many does not ask whether the process has started. */
  private static final int STARTING = 8;

  private static final Duration START = Duration.ofMinutes(3);

  private final List<App> apps;
  private final List<Moment> moments;
  private final Probe probe;
  private final Random random;
  private final Tally tally;
  private final AtomicReference<@Nullable Ambush> armed = new AtomicReference<>();

  /**
   * @param moments those of which it is told
   */
  public Killer(List<App> apps, List<Moment> moments, Probe probe, Random random, Tally tally) {
    this.apps = apps;
    this.moments = moments;
    this.probe = probe;
    this.random = random;
    this.tally = tally;
  }

  private record Ambush(App victim, Moment moment, long delayMicros, CountDownLatch sprung) {}

  /** A moment has come for the process of that name; it may be its last. */
  public void at(String name, Moment moment) {
    Ambush ambush = armed.get();
    if (ambush != null
        && ambush.victim().name().equals(name)
        && ambush.moment() == moment
        && armed.compareAndSet(ambush, null)) {
      sleep(Duration.ofNanos(ambush.delayMicros() * 1000));
      ambush.victim().signalKill();
      tally.count("kills in ambush");
      ambush.sprung().countDown();
    }
  }

  /**
   * Kills at every tick of that time, then sees that all are up. Where processes take longer to
   * start than there is between two kills, it goes on after that time until there were as many
   * kills, but not for ever.
   */
  public void run(Duration duration, Duration every) throws InterruptedException {
    long begin = System.nanoTime();
    long last = begin + duration.multipliedBy(OVERTIME).toNanos();
    long kills = duration.dividedBy(every) - 1;
    long tick = begin + every.toNanos();
    while (tick < last && tally.of("kills") < kills) {
      TimeUnit.NANOSECONDS.sleep(tick - System.nanoTime());
      boolean anyway = apps.size() > 1 && random.nextInt(STARTING) == 0;
      List<App> victims = anyway ? apps : apps.stream().filter(probe::isReady).toList();
      if (victims.isEmpty()) {
        tally.count("ticks without a victim");
      } else {
        kill(victims.get(random.nextInt(victims.size())));
      }
      tick = Math.max(tick + every.toNanos(), System.nanoTime());
    }
    probe.awaitAll(START);
  }

  private void kill(App victim) throws InterruptedException {
    if (!victim.runs()) {
      tally.count("ends by themselves");
    }
    if (random.nextInt(AT_ONCE) > 0 && probe.isReady(victim)) {
      Moment moment = moments.get(random.nextInt(moments.size()));
      boolean told = moment == Moment.DRIVER_TOLD || moment == Moment.STATE_TOLD;
      // What it is told it has to work on first; else the very next thing it does is the matter.
      long delay = told ? random.nextInt(MOST_DELAY_MICROS) : 0;
      Ambush ambush = new Ambush(victim, moment, delay, new CountDownLatch(1));
      armed.set(ambush);
      boolean sprung = ambush.sprung().await(AMBUSH.toMillis(), TimeUnit.MILLISECONDS);
      if (!sprung && !armed.compareAndSet(ambush, null)) {
        // It is being sprung just now, and must not hit the process that follows.
        ambush.sprung().await();
        sprung = true;
      }
      tally.count(sprung ? "ambushes" : "ambushes in vain");
    }
    tally.count("kills");
    probe.killed(victim);
    victim.killAndStart();
  }

  /** Stops processes in their tracks, for longer than a lease, until it is interrupted. */
  public void pause(Duration every) {
    sleep(every);
    while (!Thread.currentThread().isInterrupted()) {
      App victim = apps.get(random.nextInt(apps.size()));
      tally.count("pauses");
      victim.signal("STOP");
      sleep(Duration.ofMillis(1_500 + random.nextInt(2_500)));
      victim.signal("CONT");
      sleep(every);
    }
  }

  private static void sleep(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
