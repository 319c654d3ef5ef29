package io.switchyard.gateway;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** gRPC's {@code grpc-timeout}: up to eight digits and a unit. */
final class Timeouts {

  static final long NONE = -1;

  private static final int DIGITS = 8;

  private Timeouts() {}

  /** In nanoseconds; {@link #NONE} without one. */
  static long parse(@Nullable CharSequence text) throws BadRequest {
    if (text == null) {
      return NONE;
    }
    int digits = text.length() - 1;
    if (digits < 1 || digits > DIGITS) {
      throw invalid(text);
    }
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw invalid(text);
      }
      value = 10 * value + digit;
    }
    TimeUnit unit =
        switch (text.charAt(digits)) {
          case 'H' -> TimeUnit.HOURS;
          case 'M' -> TimeUnit.MINUTES;
          case 'S' -> TimeUnit.SECONDS;
          case 'm' -> TimeUnit.MILLISECONDS;
          case 'u' -> TimeUnit.MICROSECONDS;
          case 'n' -> TimeUnit.NANOSECONDS;
          default -> throw invalid(text);
        };
    return unit.toNanos(value);
  }

  static String format(long nanos) {
    long left = Math.max(1, nanos);
    long most = 99_999_999;
    if (left <= most) {
      return left + "n";
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(left);
    if (micros <= most) {
      return micros + "u";
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(left);
    return millis <= most ? millis + "m" : TimeUnit.NANOSECONDS.toSeconds(left) + "S";
  }

  private static BadRequest invalid(CharSequence text) {
    return BadRequest.invalid("grpc-timeout is not one: " + text);
  }
}
