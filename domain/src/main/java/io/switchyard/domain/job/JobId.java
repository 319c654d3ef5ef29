package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * Names a job for ever. Ids sort by the time of submission, because the part after the prefix is a
 * ULID in lower case.
 *
 * @param value {@code job-} and 26 characters of Crockford's base 32
 */
public record JobId(String value) implements Comparable<JobId> {

  private static final Pattern SHAPE = Pattern.compile("job-[0-7][0-9a-hjkmnp-tv-z]{25}");

  public JobId {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value, "is not a job id", "job ids look like job-01kaj3…, 30 characters");
    }
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
