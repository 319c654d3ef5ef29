package io.switchyard.app.http;

import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.ports.job.EventCursor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places among events, opaque to clients so that the order can be kept in another way. */
final class EventCursors {

  private static final Pattern SHAPE = Pattern.compile("e1:(\\d{1,18}):(\\d{1,18})");

  private EventCursors() {}

  static String write(EventCursor cursor) {
    byte[] plain =
        ("e1:" + cursor.group() + ":" + cursor.number()).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  static InputReader<EventCursor> reader() {
    return Query.single().then(EventCursors::read);
  }

  static EventCursor read(String cursor) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      Matcher parts = SHAPE.matcher(plain);
      if (parts.matches()) {
        return new EventCursor(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
      }
    } catch (IllegalArgumentException e) {
      // Not base 64: the same answer as below.
    }
    throw InvalidValue.of(
        cursor,
        "is not a cursor of events",
        "pass the next_cursor of the page before or the id of an event, unchanged");
  }
}
