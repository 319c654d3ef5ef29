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
 * @param demand what it takes of its team's limits
 */
public record Terms(
    @Nullable Instant startBy, @Nullable Duration runFor, int memoryRaises, Demand demand) {

  /** No limits, and a demand of nothing. */
  public static final Terms NONE = new Terms(null, null, 0, Demand.NONE);

  public Terms {
    if (memoryRaises < 0) {
      throw new IllegalArgumentException("memory raised " + memoryRaises + " times");
    }
  }

  /** The terms of an attempt that begins at {@code at}. */
  static Terms of(JobRequest request, Instant at, int memoryRaises) {
    RunPolicy policy = request.policy();
    Duration queue = policy.queueTimeout();
    Resources asked = policy.retry().raised(request.resources(), memoryRaises);
    return new Terms(
        queue == null ? null : at.plus(queue), policy.timeout(), memoryRaises, Demand.of(asked));
  }
}
