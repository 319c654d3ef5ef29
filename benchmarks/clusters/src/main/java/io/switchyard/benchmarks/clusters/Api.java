package io.switchyard.benchmarks.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/** The API as a client that tries again while the application is away. */
final class Api {

  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Function<String, URI> at;

  Api(Function<String, URI> at) {
    this.at = at;
  }

  /** Answers of 400 and above are thrown. */
  JsonNode call(String method, String path, String body) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "";
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<byte[]> answer =
            http.send(
                HttpRequest.newBuilder(at.apply(path))
                    .timeout(Duration.ofSeconds(10))
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofByteArray());
        JsonNode json = JSON.readTree(answer.body());
        if (answer.statusCode() < 400) {
          return json;
        } else if (answer.statusCode() < 500) {
          throw new IllegalStateException(method + " " + path + ": " + json);
        }
        last = json.toString();
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(method + " " + path + " is not answered: " + last);
  }

  JsonNode get(String path) throws InterruptedException {
    return call("GET", path, "");
  }

  JsonNode cluster(String id) throws InterruptedException {
    return get("/api/v1/clusters/" + id);
  }

  /** The answer as soon as it satisfies {@code until}. */
  JsonNode await(String path, Predicate<JsonNode> until) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode last = get(path);
    while (!until.test(last)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + PATIENCE + ": " + last);
      }
      Thread.sleep(50);
      last = get(path);
    }
    return last;
  }

  JsonNode awaitStatus(String cluster, String status) throws InterruptedException {
    return await(
        "/api/v1/clusters/" + cluster,
        answer -> {
          String now = answer.path("status").asText();
          if (!now.equals(status) && (now.equals("failed") || now.equals("terminated"))) {
            throw new IllegalStateException(
                "is " + now + " and shall be " + status + ": " + answer);
          }
          return now.equals(status);
        });
  }
}
