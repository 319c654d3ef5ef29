package io.switchyard.ports.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How callbacks are tried.
 *
 * @param giveUpAfter how long after the job's end it is tried; the last try is made then
 * @param retry before the second try, 1 ms or more; each later one waits twice as long, up to
 *     {@code longestRetry}, less up to a quarter that differs from job to job
 * @param longestRetry what no pause of ours exceeds
 * @param longestAsked what no pause exceeds that a receiver asks for
 * @param lease how long a claim keeps other processes away; longer than a try takes
 * @param perHost how many are sent to one host at one time, by all processes together
 */
public record CallbackTerms(
    Duration giveUpAfter,
    Duration retry,
    Duration longestRetry,
    Duration longestAsked,
    Duration lease,
    int perHost) {

  public static final CallbackTerms DEFAULT = of(Duration.ofDays(1), Duration.ofSeconds(5));

  public CallbackTerms {
    if (retry.toMillis() < 1 || perHost < 1) {
      throw new IllegalArgumentException("retry " + retry + ", per host " + perHost);
    }
  }

  /** Those terms, and what suits most for the rest. */
  public static CallbackTerms of(Duration giveUpAfter, Duration retry) {
    return new CallbackTerms(
        giveUpAfter, retry, Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofSeconds(30), 8);
  }

  /**
   * When a callback is tried again whose next try failed at {@code now}; null if never.
   *
   * @param asked how long the receiver asked us to wait; null if it did not
   */
  @Nullable Instant nextTry(Callback callback, @Nullable Duration asked, Instant now) {
    Instant end = Objects.requireNonNullElse(callback.asked(), now).plus(giveUpAfter);
    if (!now.isBefore(end)) {
      return null;
    }
    Instant next = now.plus(asked == null ? pause(callback) : bounded(asked));
    return next.isBefore(end) ? next : end;
  }

  private Duration bounded(Duration asked) {
    Duration least = asked.compareTo(retry) < 0 ? retry : asked;
    return least.compareTo(longestAsked) > 0 ? longestAsked : least;
  }

  private Duration pause(Callback callback) {
    Duration grown = retry.multipliedBy(1L << Math.min(callback.tries(), 20));
    long millis = Math.min(grown.toMillis(), longestRetry.toMillis());
    long drawn = (callback.job().hashCode() * 31L + callback.tries()) * 0x9E3779B9L;
    return Duration.ofMillis(millis - Math.floorMod(drawn, millis / 4 + 1));
  }
}
