package io.switchyard.ports.job;

import java.time.Duration;

/**
 * How logs are captured.
 *
 * @param maxStream how many bytes of one stream are kept, 1 KiB or more; of a longer one, the first
 *     and the last half of that
 * @param captureFor how long after its end an execution's log is tried to be fetched
 * @param settle how long a log may still be written after its driver was seen to have ended
 * @param lease how long a claim keeps other processes away
 * @param retry before the second try; each later one waits twice as long, up to {@code
 *     longestRetry}
 */
public record CaptureTerms(
    long maxStream,
    Duration captureFor,
    Duration settle,
    Duration lease,
    Duration retry,
    Duration longestRetry) {

  public static final CaptureTerms DEFAULT = of(64L * 1024 * 1024, Duration.ofHours(1));

  public CaptureTerms {
    if (maxStream < 1024) {
      throw new IllegalArgumentException("max stream " + maxStream);
    }
  }

  /** Those terms, and what suits most for the rest. */
  public static CaptureTerms of(long maxStream, Duration captureFor) {
    return new CaptureTerms(
        maxStream,
        captureFor,
        Duration.ofSeconds(1),
        Duration.ofMinutes(2),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1));
  }

  Duration pauseAfter(int tries) {
    Duration pause = retry.multipliedBy(1L << Math.min(tries - 1, 20));
    return pause.compareTo(longestRetry) > 0 ? longestRetry : pause;
  }
}
