package io.switchyard.domain.cluster;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * What a team calls one of several clusters in the same environment and region; a label of the
 * cluster's host.
 *
 * @param value 1 to 40 of {@code a-z}, {@code 0-9} and hyphen, starting with a letter and not
 *     ending in a hyphen
 */
public record ClusterName(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

  public ClusterName {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value,
          "is not a cluster name",
          "use 1 to 40 of a-z, 0-9 and hyphen, a letter first and no hyphen last");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
