package io.switchyard.domain.cluster;

import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a cluster shall live.
 *
 * @param duration a minute to ten years; null for no end
 */
public record Ttl(@Nullable Duration duration) {

  public static final Ttl PERSISTENT = new Ttl(null);

  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(3650);

  private static final String WORD = "persistent";

  public Ttl {
    if (duration != null && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)) {
      throw InvalidValue.of(
          duration.toString(), "is outside 1m to 3650d", "write persistent for no end");
    }
  }

  /**
   * Reads {@code 90m}, {@code 24h}, {@code 7d}, a duration of ISO 8601 such as {@code PT36H}, or
   * {@code persistent}; nothing at all is persistent, too.
   */
  public static Ttl parse(String text) {
    if (text.isEmpty() || text.equals(WORD)) {
      return PERSISTENT;
    }
    try {
      return new Ttl(durationOf(text));
    } catch (InvalidValue e) {
      throw InvalidValue.of(text, e.violation().rule(), e.violation().fix());
    }
  }

  /** Reads what {@link #parse} reads, without an end being one of the answers. */
  public static InputReader<Duration> lengthReader() {
    return InputReader.text()
        .then(
            text -> {
              try {
                return Objects.requireNonNull(new Ttl(durationOf(text)).duration());
              } catch (InvalidValue e) {
                throw InvalidValue.of(text, e.violation().rule(), "write it like 90m or 7d");
              }
            });
  }

  private static Duration durationOf(String text) {
    if (!text.startsWith("P")) {
      return plainOf(text);
    }
    try {
      // Duration also reads signs and lower case, which nobody writes on purpose.
      if (text.matches("P[0-9DTHMS.]+")) {
        return Duration.parse(text);
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Said below.
    }
    throw notALength(text);
  }

  private static Duration plainOf(String text) {
    try {
      return Durations.parse(text);
    } catch (InvalidValue e) {
      throw notALength(text);
    }
  }

  private static InvalidValue notALength(String text) {
    return InvalidValue.of(
        text, "is not a length of time", "write it like 90m, 24h, 7d or PT36H, or persistent");
  }

  /** When a cluster made at {@code start} ends; null for never. */
  public @Nullable Instant from(Instant start) {
    return duration == null ? null : start.plus(duration);
  }

  /** A notation that {@link #parse} reads. */
  @Override
  public String toString() {
    if (duration == null) {
      return WORD;
    }
    return duration.getNano() != 0 ? duration.toString() : Durations.write(duration);
  }
}
