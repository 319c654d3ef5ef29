package io.switchyard.domain.cluster;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.regex.Pattern;

/**
 * Names a cluster for ever: {@code sc-<team>-<environment>-<region>-<6 random>}, such as {@code
 * sc-feateng-prod-eu-west-1-k3x9qa}. The parts are for people; nothing reads them back.
 *
 * @param value at most 72 characters
 */
public record ClusterId(String value) implements Comparable<ClusterId> {

  private static final Pattern SHAPE = Pattern.compile("sc-[a-z][a-z0-9-]{3,60}-[a-z0-9]{6}");
  private static final Pattern RANDOM = Pattern.compile("[a-z0-9]{6}");

  public ClusterId {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value, "is not a cluster id", "cluster ids look like sc-feateng-prod-eu-west-1-k3x9qa");
    }
  }

  /**
   * @param random 6 letters or digits, of whatever alphabet; the store refuses an id that exists
   */
  public static ClusterId of(Team team, Environment environment, Region region, String random) {
    if (!RANDOM.matcher(random).matches()) {
      throw new IllegalArgumentException("not 6 small letters or digits: " + random);
    }
    return new ClusterId("sc-" + team + "-" + environment.word() + "-" + region + "-" + random);
  }

  @Override
  public int compareTo(ClusterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
