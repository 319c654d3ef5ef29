package io.switchyard.domain.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The terms under which one attempt runs.
 *
 * @param startBy when its driver must have been seen running; null for whenever there is room
 * @param runFor how long its driver may run, counted from when it was first seen running; null for
 *     as long as it likes
 * @param memoryRaises how often the memory asked for was raised before this attempt; 0 or more
 */
public record Terms(@Nullable Instant startBy, @Nullable Duration runFor, int memoryRaises) {

  /** No limits, and the memory that was asked for. */
  public static final Terms NONE = new Terms(null, null, 0);

  public Terms {
    if (memoryRaises < 0) {
      throw new IllegalArgumentException("memory raised " + memoryRaises + " times");
    }
  }

  /** The terms of an attempt that begins at {@code at}. */
  static Terms of(RunPolicy policy, Instant at, int memoryRaises) {
    Duration queue = policy.queueTimeout();
    return new Terms(queue == null ? null : at.plus(queue), policy.timeout(), memoryRaises);
  }
}
