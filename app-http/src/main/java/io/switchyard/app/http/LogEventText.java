package io.switchyard.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes log events as server-sent events. An event's id says where to read on, and sent back as
 * {@code Last-Event-ID} it resumes there.
 */
final class LogEventText implements LogEvent.Cases<String> {

  /** A log's feed for a connection that takes server-sent events. */
  static Feed feed(LogFeed log) {
    return new Feed() {
      @Override
      public boolean ended() {
        return log.ended();
      }

      @Override
      public byte[] next() {
        return write(log.next());
      }
    };
  }

  private LogEventText() {}

  static byte[] write(List<LogEvent> events) {
    LogEventText cases = new LogEventText();
    StringBuilder all = new StringBuilder();
    events.forEach(event -> all.append(event.fold(cases)));
    return all.toString().getBytes(UTF_8);
  }

  @Override
  public String text(LogEvent.Text event) {
    String id = event.execution() + ":" + event.nextOffset();
    return event("log", id, withoutLastNewline(event.text()));
  }

  @Override
  public String next(LogEvent.Next event) {
    return event(
        event.word(),
        null,
        json(Map.of("execution_id", event.execution().value(), event.word(), event.number())));
  }

  @Override
  public String remark(LogEvent.Remark event) {
    return ": " + event.text() + "\n\n";
  }

  @Override
  public String end(LogEvent.End event) {
    Map<String, Object> body = new LinkedHashMap<>(event.told());
    if (!event.message().isEmpty()) {
      body.put("message", event.message());
    }
    return event("end", null, json(body));
  }

  private static String withoutLastNewline(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String json(Map<String, ?> body) {
    return new String(Json.write(body), UTF_8);
  }

  private static String event(String name, @Nullable String id, String data) {
    StringBuilder event = new StringBuilder(data.length() + 64);
    if (id != null) {
      event.append("id: ").append(id).append('\n');
    }
    event.append("event: ").append(name).append('\n');
    // A carriage return ends a line in this format, too.
    for (String line : data.split("\r\n|\r|\n", -1)) {
      event.append("data: ").append(line).append('\n');
    }
    return event.append('\n').toString();
  }
}
