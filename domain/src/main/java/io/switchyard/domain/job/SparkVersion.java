package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spark release such as {@code 4.1.2}, or a line of releases such as {@code 4.1}.
 *
 * @param value two or three numbers with dots between
 */
public record SparkVersion(String value) implements Comparable<SparkVersion> {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,3}))?");
  private static final Comparator<SparkVersion> ORDER =
      Comparator.<SparkVersion>comparingInt(v -> v.part(1))
          .thenComparingInt(v -> v.part(2))
          .thenComparingInt(v -> v.part(3));

  public SparkVersion {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value, "is not a Spark version", "write a line such as 4.1 or a release such as 4.1.2");
    }
  }

  /** The first two numbers: {@code 4.1} for {@code 4.1.2}. */
  public SparkVersion line() {
    return new SparkVersion(part(1) + "." + part(2));
  }

  /** Whether this names one release rather than a line. */
  public boolean exact() {
    return part(3) >= 0;
  }

  /** Whether asking for this is answered by {@code release}. */
  public boolean covers(SparkVersion release) {
    return equals(release) || (!exact() && equals(release.line()));
  }

  /** The newest of {@code releases} that this covers. */
  public Optional<SparkVersion> newestOf(Collection<SparkVersion> releases) {
    return releases.stream().filter(this::covers).max(Comparator.naturalOrder());
  }

  private int part(int group) {
    Matcher matcher = SHAPE.matcher(value);
    return matcher.matches() && matcher.group(group) != null
        ? Integer.parseInt(matcher.group(group))
        : -1;
  }

  @Override
  public int compareTo(SparkVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return value;
  }
}
