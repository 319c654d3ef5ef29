package io.switchyard.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain client of server-sent events, on a socket of its own that it can drop. */
final class Events implements AutoCloseable {

  record Event(String name, String id, String data) {}

  private final Socket socket;
  private final BufferedReader in;
  private final List<String> headers = new ArrayList<>();

  private Events(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  static Events of(ApiClient api, String path, String... headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", api.port());
    socket.setSoTimeout(20_000);
    Events events = new Events(socket);
    StringBuilder request =
        new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    request.append("\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
    String line = events.in.readLine();
    while (line != null && !line.isEmpty()) {
      events.headers.add(line);
      line = events.in.readLine();
    }
    return events;
  }

  String header(String name) {
    return headers.stream()
        .filter(h -> h.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(h -> h.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The next event, which must have that name. Comments are passed over. */
  Event next(String name) throws IOException {
    Event event = read();
    if (event == null || !event.name().equals(name)) {
      throw new AssertionError("not " + name + " but " + event);
    }
    return event;
  }

  /** Whether the server has said all and closed. */
  boolean atEnd() throws IOException {
    return read() == null;
  }

  private @Nullable Event read() throws IOException {
    String name = "";
    String id = "";
    List<String> data = new ArrayList<>();
    String line = in.readLine();
    while (line != null) {
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data.add(line.substring(6));
      } else if (line.isEmpty() && !name.isEmpty()) {
        return new Event(name, id, String.join("\n", data));
      }
      // Anything else is a comment or the frame of a chunk.
      line = in.readLine();
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
