package io.switchyard.benchmarks.chaos.spark;

import io.switchyard.benchmarks.chaos.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What becomes of requests and answers on their way. */
final class Network {

  /** The fate of one request. */
  enum Fate {
    CLEAN(0, 0),
    /** It never arrives. */
    REQUEST_LOST(10, 10),
    /** It is done, and the answer is lost. */
    ANSWER_LOST(30, 10),
    /** It arrives long after its client gave up. */
    REQUEST_LATE(40, 0),
    /** It arrives twice. */
    REQUEST_TWICE(30, 5),
    ANSWER_SLOW(20, 15),
    ANSWER_NEVER(3, 1),
    ANSWER_CUT(10, 10),
    ANSWER_TWICE(15, 15);

    private final int ofCreates;
    private final int ofOthers;

    /** How many of a thousand requests for drivers, and of others. */
    Fate(int ofCreates, int ofOthers) {
      this.ofCreates = ofCreates;
      this.ofOthers = ofOthers;
    }

    /** How the answer travels after that. */
    Delivery delivery() {
      return switch (this) {
        case CLEAN, REQUEST_TWICE, ANSWER_SLOW -> Delivery.WHOLE;
        case REQUEST_LOST, ANSWER_LOST, REQUEST_LATE -> Delivery.LOST;
        case ANSWER_NEVER -> Delivery.NEVER;
        case ANSWER_CUT -> Delivery.CUT;
        case ANSWER_TWICE -> Delivery.TWICE;
      };
    }
  }

  private final Random random;
  private final int percent;
  private final Tally tally;

  /**
   * @param percent of the usual rates; 0 for a good network
   */
  Network(Random random, int percent, Tally tally) {
    this.random = random;
    this.percent = percent;
    this.tally = tally;
  }

  Fate fate(boolean create) {
    int drawn = random.nextInt(1000);
    for (Fate fate : List.of(Fate.values())) {
      drawn -= (create ? fate.ofCreates : fate.ofOthers) * percent / 100;
      if (drawn < 0) {
        tally.count(fate.name());
        return fate;
      }
    }
    return Fate.CLEAN;
  }

  /** How long a slow answer takes: longer than a lease now and then. */
  Duration slow() {
    return millis(100, 2_500);
  }

  /** How late a late request is: longer than a launch may take now and then. */
  Duration late() {
    return millis(200, 9_000);
  }

  Duration millis(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
