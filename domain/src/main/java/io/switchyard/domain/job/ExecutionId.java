package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * Names one attempt of a job. The backend's object carries it, so it is made to fit a Kubernetes
 * label and name.
 *
 * @param value {@code exec-} and 26 characters of Crockford's base 32 (a ULID in lower case)
 */
public record ExecutionId(String value) implements Comparable<ExecutionId> {

  private static final Pattern SHAPE = Pattern.compile("exec-[0-7][0-9a-hjkmnp-tv-z]{25}");

  public ExecutionId {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value, "is not an execution id", "execution ids look like exec-01kaj3…, 31 characters");
    }
  }

  @Override
  public int compareTo(ExecutionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
