package io.switchyard.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Talks to one running application as any client does. */
abstract class ApiClient {

  static final ObjectMapper JSON = new ObjectMapper();

  static final String JOB =
      """
      {"name": "nightly", "team": "data-infra",
       "config": {"custom_jar": {"jar_path": "/jars/app.jar", "main_class": "com.acme.Main"}}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  record Answer(int status, Map<String, List<String>> headers, String text) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }

    /** A field of the answer as text. */
    String at(String field) {
      return json().path(field).asText();
    }

    /** The fields at fault. */
    List<String> fields() {
      return json().path("errors").findValuesAsText("field");
    }
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  /** Where the API is, on this machine. */
  abstract int port();

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE());
  }

  Answer post(String body, String... headers) {
    return postTo("/api/v1/jobs", body, headers);
  }

  Answer postTo(String path, String body, String... headers) {
    var request = request(path, headers).POST(BodyPublishers.ofString(body));
    return send(request.header("Content-Type", "application/json"));
  }

  Answer method(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      Map<String, List<String>> headers = new LinkedHashMap<>();
      response.headers().map().forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The job's id, of a submission that is accepted. */
  String submit(String body, String... headers) {
    Answer answer = post(body, headers);
    if (answer.status() != 202) {
      throw new AssertionError(answer.toString());
    }
    return answer.at("job_id");
  }

  /** Asks again and again until the job is as wanted. */
  Answer await(String job, Predicate<Answer> wanted) {
    return awaitAt("/api/v1/jobs/" + job, wanted);
  }

  /** Asks again and again until the answer is as wanted. */
  Answer awaitAt(String path, Predicate<Answer> wanted) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    Answer seen = get(path);
    while (!wanted.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + seen);
      }
      Thread.onSpinWait();
      seen = get(path);
    }
    return seen;
  }

  Answer awaitStatus(String job, String status) {
    return await(job, answer -> answer.at("status").equals(status));
  }
}
