package io.switchyard.benchmarks.chaos.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.app.App;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows all events from the first, at whatever process answers, and remembers them as they came.
 */
public final class EventReader implements AutoCloseable {

  private static final String EVENTS = "/api/v1/events";
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** It goes elsewhere after that many events, as a client behind a proxy has to. */
  private static final int STREAMED = 150;

  private final Api api;
  private final Thread thread;
  private final List<SeenEvent> seen = new ArrayList<>();
  private String cursor = "";
  private int connections;
  private volatile boolean closed;

  private EventReader(Api api, boolean streams) {
    this.api = api;
    this.thread = new Thread(() -> read(streams), streams ? "event-stream" : "event-pages");
    thread.setDaemon(true);
  }

  /** Asks for page after page. */
  public static EventReader ofPages(Api api) {
    return started(new EventReader(api, false));
  }

  /** Listens to a stream, and to another from the last event on when it breaks. */
  public static EventReader ofStreams(Api api) {
    return started(new EventReader(api, true));
  }

  private static EventReader started(EventReader reader) {
    reader.thread.start();
    return reader;
  }

  private void read(boolean streams) {
    while (!closed) {
      try {
        connections++;
        if (streams) {
          readStream(api.any());
        } else {
          readPage(api.any());
        }
      } catch (IOException e) {
        Api.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void readPage(App app) throws IOException, InterruptedException {
    String query = "?limit=70&wait=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
    HttpRequest request =
        HttpRequest.newBuilder(app.uri(EVENTS + query)).timeout(Duration.ofSeconds(8)).build();
    HttpResponse<String> answer = api.http().send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode());
    }
    JsonNode page = Api.JSON.readTree(answer.body());
    page.path("events").forEach(event -> saw(SeenEvent.of(event)));
    cursor = page.path("next_cursor").asText();
  }

  private void readStream(App app) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(app.uri(EVENTS))
            .timeout(Duration.ofSeconds(8))
            .header("Accept", "text/event-stream");
    if (!cursor.isEmpty()) {
      request.header("Last-Event-ID", cursor);
    }
    var answer = api.http().send(request.build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      if (answer.statusCode() != 200) {
        throw new IOException("HTTP " + answer.statusCode());
      }
      for (int i = 0; i < STREAMED; i++) {
        SeenEvent event = next(lines);
        if (event == null) {
          throw new IOException("the stream ended");
        }
        saw(event);
        cursor = event.id();
      }
    }
  }

  /** The next event that came whole; null if the stream ends before. */
  private static @Nullable SeenEvent next(BufferedReader lines) throws IOException {
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !data.isEmpty()) {
        return SeenEvent.of(Api.JSON.readTree(data));
      }
    }
    return null;
  }

  private void saw(SeenEvent event) {
    synchronized (seen) {
      seen.add(event);
    }
  }

  /** What came so far. */
  public List<SeenEvent> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** How often it connected or asked. */
  public int connections() {
    return connections;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
