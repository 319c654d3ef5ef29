package io.switchyard.app.http;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.session.SessionId;
import io.switchyard.ports.session.SessionFilter.Position;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Page cursors of sessions, opaque to clients. */
final class SessionCursors {

  private SessionCursors() {}

  /** The cursor that goes on after {@code position}. */
  static String write(Position position) {
    byte[] plain = (position.createdAt() + " " + position.id()).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /** Reads what {@link #write} wrote. */
  static Position read(String cursor) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII)
              .split(" ", -1);
      if (parts.length == 2) {
        return new Position(Instant.parse(parts[0]), new SessionId(parts[1]));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // The same answer as below.
    }
    throw InvalidValue.of(
        cursor, "is not a cursor", "pass the next_cursor of the page before, unchanged");
  }
}
