package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory in whole mebibytes.
 *
 * @param mebibytes 1 to 4 TiB
 */
public record Memory(long mebibytes) implements Comparable<Memory> {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})(k|m|g|t)b?");
  private static final long LARGEST = 4L * 1024 * 1024;

  public Memory {
    if (mebibytes < 1 || mebibytes > LARGEST) {
      throw InvalidValue.of(mebibytes + "m", "is outside 1m to 4t", "");
    }
  }

  public static Memory ofGibibytes(long gibibytes) {
    return new Memory(gibibytes * 1024);
  }

  /**
   * Reads Spark's notation: a whole number and a unit, {@code 512m}, {@code 8g}; units are powers
   * of 1024. A unit is required, because Spark itself reads a bare number differently by key.
   */
  public static Memory parse(String text) {
    Matcher matcher = SHAPE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw InvalidValue.of(
          text, "is not an amount of memory", "write a whole number and k, m, g or t, such as 4g");
    }
    long number = Long.parseLong(matcher.group(1));
    long kibibytes =
        switch (matcher.group(2)) {
          case "k" -> number;
          case "m" -> number * 1024;
          case "g" -> number * 1024 * 1024;
          default -> number * 1024 * 1024 * 1024;
        };
    if (kibibytes < 1024 || kibibytes / 1024 > LARGEST) {
      throw InvalidValue.of(text, "is outside 1m to 4t", "");
    }
    return new Memory(kibibytes / 1024);
  }

  public Memory plus(Memory other) {
    return new Memory(mebibytes + other.mebibytes);
  }

  @Override
  public int compareTo(Memory other) {
    return Long.compare(mebibytes, other.mebibytes);
  }

  /** Spark's notation with the largest unit that loses nothing: {@code 4g}, {@code 1536m}. */
  @Override
  public String toString() {
    return mebibytes % 1024 == 0 ? mebibytes / 1024 + "g" : mebibytes + "m";
  }
}
