package io.switchyard.domain.input;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 250ms}, {@code 2s}, {@code 15m}, {@code 4h}, {@code 30d}.
 */
public final class Durations {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final int SECONDS_A_DAY = 86_400;
  private static final int SECONDS_AN_HOUR = 3_600;

  private Durations() {}

  /** A duration from {@code min} to {@code max}, both included. */
  public static InputReader<Duration> reader(Duration min, Duration max) {
    return InputReader.text()
        .then(
            written -> {
              Duration read = parse(written);
              if (read.compareTo(min) < 0 || read.compareTo(max) > 0) {
                throw InvalidValue.of(
                    written, "is outside " + write(min) + " to " + write(max), "");
              }
              return read;
            });
  }

  /**
   * Reads one.
   *
   * @throws InvalidValue if it is no number with a unit
   */
  public static Duration parse(String written) {
    Matcher matcher = SHAPE.matcher(written);
    if (!matcher.matches()) {
      throw InvalidValue.of(written, "is not a duration", "write one such as 250ms, 2s or 15m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** The shortest notation; less than a millisecond is cut off. */
  public static String write(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds > 0 && seconds % SECONDS_A_DAY == 0) {
      return seconds / SECONDS_A_DAY + "d";
    } else if (seconds > 0 && seconds % SECONDS_AN_HOUR == 0) {
      return seconds / SECONDS_AN_HOUR + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
