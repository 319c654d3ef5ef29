package io.switchyard.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The few calls of the REST API that the demo needs. */
final class Api {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;

  Api(String base) {
    this.base = base;
  }

  JsonNode submit(Object job) throws IOException, InterruptedException {
    return post("/api/v1/jobs", job);
  }

  JsonNode requestCluster(Object cluster) throws IOException, InterruptedException {
    return post("/api/v1/clusters", cluster);
  }

  JsonNode cluster(String id) throws IOException, InterruptedException {
    return get("/api/v1/clusters/" + id);
  }

  void deleteCluster(String id) throws IOException, InterruptedException {
    parsed(send(request("/api/v1/clusters/" + id + "?force=true").DELETE().build()), 202);
  }

  private JsonNode post(String path, Object body) throws IOException, InterruptedException {
    var text = HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
    var request = request(path).header("Content-Type", "application/json").POST(text);
    return parsed(send(request.build()), 202);
  }

  JsonNode job(String id) throws IOException, InterruptedException {
    return get("/api/v1/jobs/" + id);
  }

  /** The last lines of a driver's stream. */
  String log(String id, String stream, int lines) throws IOException, InterruptedException {
    return get("/api/v1/jobs/" + id + "/logs?stream=" + stream + "&tail_lines=" + lines)
        .path("logs")
        .asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return parsed(send(request(path).GET().build()), 200);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode parsed(HttpResponse<String> response, int expected) throws IOException {
    if (response.statusCode() != expected) {
      throw new IOException(
          response.uri() + " answered " + response.statusCode() + ": " + response.body());
    }
    return json.readTree(response.body());
  }
}
