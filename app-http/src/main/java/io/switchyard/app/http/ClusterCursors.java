package io.switchyard.app.http;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.ports.cluster.ClusterFilter.Position;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Page cursors of clusters, opaque to clients. */
public final class ClusterCursors {

  private ClusterCursors() {}

  /** The cursor that goes on after {@code position}. */
  public static String write(Position position) {
    byte[] plain = (position.createdAt() + " " + position.id()).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  /** Reads what {@link #write} wrote. */
  public static InputReader<Position> reader() {
    return Query.single().then(ClusterCursors::read);
  }

  private static Position read(String cursor) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII)
              .split(" ", -1);
      if (parts.length == 2) {
        return new Position(Instant.parse(parts[0]), new ClusterId(parts[1]));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // The same answer as below.
    }
    throw InvalidValue.of(
        cursor, "is not a cursor", "pass the next_cursor of the page before, unchanged");
  }
}
