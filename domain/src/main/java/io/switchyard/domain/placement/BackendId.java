package io.switchyard.domain.placement;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * The configured name of one backend.
 *
 * @param value 1 to 63 of {@code a-z}, {@code 0-9} and hyphen, starting with a letter
 */
public record BackendId(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public BackendId {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value, "is not a backend id", "use 1 to 63 of a-z, 0-9 and hyphen, a letter first");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
