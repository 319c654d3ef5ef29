package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * The name a team gives a job; several jobs may share one.
 *
 * @param value 1 to 128 letters, digits, blanks, dots, hyphens and underscores, a letter or digit
 *     at both ends
 */
public record JobName(String value) {

  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9])?");

  public JobName {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value,
          "is not a job name",
          "use 1 to 128 letters, digits, blanks, dots, hyphens and underscores, with a letter or"
              + " digit at both ends");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
