package io.switchyard.benchmarks.chaos.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.benchmarks.chaos.Tally;
import io.switchyard.benchmarks.chaos.app.App;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The application as a client sees it: some addresses, any of which may not answer. What was not
 * answered, or with "not now", is asked again at any of them, after a pause that grows.
 */
public final class Api {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final List<App> apps;
  private final Random random;
  private final Tally tally;
  private final BooleanSupplier over;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * @param over when to give up
   */
  public Api(List<App> apps, Random random, Tally tally, BooleanSupplier over) {
    this.apps = apps;
    this.random = random;
    this.tally = tally;
    this.over = over;
  }

  /** An answer that is one. */
  public record Answer(int status, JsonNode json) {

    String at(String field) {
      return json.path(field).asText();
    }
  }

  /** Nobody answered until the end of the run. */
  public static final class GaveUp extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    GaveUp(String what) {
      super("no answer until the end of the run: " + what);
    }
  }

  HttpClient http() {
    return http;
  }

  App any() {
    return apps.get(random.nextInt(apps.size()));
  }

  public Answer get(String path) {
    return insist("GET", path, "", story -> {});
  }

  /** Asks one process, again and again. */
  public JsonNode getFrom(App app, String path) {
    return insist(() -> app, "GET", path, "", note -> {}).json();
  }

  /** Hears what went wrong on the way. */
  interface Notes {
    void add(String note);
  }

  Answer insist(String method, String path, String body, Notes notes) {
    return insist(this::any, method, path, body, notes);
  }

  private interface Choice {
    App app();
  }

  private Answer insist(Choice choice, String method, String path, String body, Notes notes) {
    long pause = 50;
    while (!over.getAsBoolean()) {
      App app = choice.app();
      try {
        Answer answer = once(app, method, path, body);
        notes.add(method + " at " + app.name() + " " + answer.status());
        if (answer.status() < 500 && answer.status() != 429) {
          return answer;
        }
        tally.count("answers 5xx");
      } catch (IOException e) {
        notes.add(method + " at " + app.name() + " " + e.getClass().getSimpleName());
      }
      tally.count("repetitions of " + method);
      sleep(Duration.ofMillis(pause / 2 + random.nextInt((int) pause)));
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
    throw new GaveUp(method + " " + path);
  }

  private Answer once(App app, String method, String path, String body) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(app.uri(path)).timeout(PATIENCE);
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(body));
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GaveUp(method + " " + path);
    }
  }

  static void sleep(Duration duration) {
    try {
      TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
