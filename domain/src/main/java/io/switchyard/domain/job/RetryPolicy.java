package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a failed execution is followed by another. Retries are owned here alone: no
 * backend is ever told to restart a driver.
 *
 * @param maxAttempts attempts in all, 1 (never again) to {@value #MAX_ATTEMPTS}
 * @param delay before the second attempt, up to a day; doubled for each attempt after it
 * @param maxDelay what no delay exceeds, {@code delay} to a day
 * @param on the failures that are worth another attempt
 * @param raiseMemoryTo after {@code OUT_OF_MEMORY}, the next attempt asks for half as much memory
 *     again, for driver and executors alike, but never for more than this; null to ask for the same
 */
public record RetryPolicy(
    int maxAttempts,
    Duration delay,
    Duration maxDelay,
    Set<FailureClass> on,
    @Nullable Memory raiseMemoryTo) {

  public static final int MAX_ATTEMPTS = 20;
  private static final Duration DAY = Duration.ofDays(1);

  /** What a policy retries that does not say: all but what would fail the same way again. */
  public static final Set<FailureClass> RETRIED =
      Set.of(
          FailureClass.OUT_OF_MEMORY,
          FailureClass.LOST_NODE,
          FailureClass.BACKEND_UNAVAILABLE,
          FailureClass.UNKNOWN);

  /**
   * What a job gets that asks for nothing: only what cannot have done anything yet is tried again,
   * after 2 s at first.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          5,
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          EnumSet.of(FailureClass.BACKEND_UNAVAILABLE),
          null);

  public RetryPolicy {
    if (maxAttempts < 1 || maxAttempts > MAX_ATTEMPTS) {
      throw InvalidValue.at(
          "max_attempts", "" + maxAttempts, "is outside 1 to " + MAX_ATTEMPTS, "");
    }
    if (delay.isNegative() || delay.compareTo(DAY) > 0) {
      throw InvalidValue.at("delay_seconds", "" + delay.toSeconds(), "is outside 0 to 86400", "");
    }
    if (maxDelay.compareTo(delay) < 0 || maxDelay.compareTo(DAY) > 0) {
      throw InvalidValue.at(
          "max_delay_seconds",
          "" + maxDelay.toSeconds(),
          "is outside delay_seconds to 86400",
          "it is the longest that the doubled delay may become");
    }
    if (on.contains(FailureClass.TIMEOUT)) {
      throw InvalidValue.at("on", "TIMEOUT", "is not retried", "raise timeout_seconds instead");
    }
    if (raiseMemoryTo != null && !on.contains(FailureClass.OUT_OF_MEMORY)) {
      throw InvalidValue.at(
          "raise_memory_to",
          raiseMemoryTo.toString(),
          "has no effect unless OUT_OF_MEMORY is retried",
          "add OUT_OF_MEMORY to on");
    }
    on = Set.copyOf(on);
  }

  /**
   * What an attempt asks for after its memory was raised {@code raises} times: half as much again
   * each time, up to {@link #raiseMemoryTo}, and never less than was asked for at first.
   */
  public Resources raised(Resources asked, int raises) {
    if (raiseMemoryTo == null || raises == 0) {
      return asked;
    }
    DriverResources driver = asked.driver();
    ExecutorResources executor = asked.executor();
    return new Resources(
        new DriverResources(
            driver.cores(),
            raised(driver.memory(), raises, raiseMemoryTo),
            driver.memoryOverhead()),
        new ExecutorResources(
            executor.instances(),
            executor.cores(),
            raised(executor.memory(), raises, raiseMemoryTo),
            executor.memoryOverhead(),
            executor.dynamicAllocation()));
  }

  private static Memory raised(Memory asked, int raises, Memory cap) {
    long mebibytes = asked.mebibytes();
    for (int i = 0; i < raises && mebibytes < cap.mebibytes(); i++) {
      mebibytes = mebibytes * 3 / 2 + 1;
    }
    return new Memory(Math.max(asked.mebibytes(), Math.min(mebibytes, cap.mebibytes())));
  }

  /**
   * Whether an execution that ended so, as attempt number {@code attempt}, is followed by another.
   * Without a policy of the job's own, only if its driver was never seen running: then nothing can
   * be done twice.
   */
  public boolean triesAgain(Ended end, int attempt) {
    return end.failure() != null
        && attempt < maxAttempts
        && on.contains(end.failure())
        && (end.startedAt() == null || !equals(DEFAULT));
  }

  /**
   * How long after the end of an execution the next one begins: the delay doubled for every attempt
   * before, never more than {@link #maxDelay}, less a jitter of up to a half that keeps jobs which
   * failed together from coming back together. The jitter is drawn from the id, so asking again
   * gives the same answer.
   */
  public Duration delayAfter(Execution ended) {
    int doublings = Math.min(ended.attempt() - 1, 20);
    Duration grown = delay.multipliedBy(1L << doublings);
    Duration capped = grown.compareTo(maxDelay) > 0 ? maxDelay : grown;
    long millis = capped.toMillis();
    long jitter = Math.floorMod(ended.id().hashCode() * 0x9E3779B9L, millis / 2 + 1);
    return Duration.ofMillis(millis - jitter);
  }
}
