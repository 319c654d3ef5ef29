package io.switchyard.domain.session;

import io.switchyard.domain.input.InvalidValue;
import java.util.regex.Pattern;

/**
 * Names a session on the platform; what the client calls it is no use for that, since two users may
 * choose the same.
 *
 * @param value {@code ses-} and a ULID in lower case
 */
public record SessionId(String value) implements Comparable<SessionId> {

  private static final Pattern SHAPE = Pattern.compile("ses-[0-9a-z]{26}");

  public SessionId {
    if (!SHAPE.matcher(value).matches()) {
      throw InvalidValue.of(
          value, "is not a session id", "session ids look like ses-01j9z3k5m7n8p9q0r1s2t3v4w5");
    }
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
