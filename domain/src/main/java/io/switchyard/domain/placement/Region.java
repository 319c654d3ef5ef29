package io.switchyard.domain.placement;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * A place on the map, by the name that its provider gives it. Which regions there are is
 * configuration.
 *
 * @param value 1 to 20 of {@code a-z}, {@code 0-9} and hyphen, starting with a letter and not
 *     ending in a hyphen
 */
public record Region(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,18}[a-z0-9])?");

  public Region {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(value, "is not a region", "regions look like eu-west-1");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
