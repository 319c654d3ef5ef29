package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {

  private static final String TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final FakeCluster cluster = new FakeCluster();
  private Endpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    endpoint = Endpoint.open("127.0.0.1", 0, new BearerToken(TOKEN), cluster);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  private HttpRequest.Builder request(String path) {
    InetSocketAddress address = endpoint.address();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        request(path)
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode tree(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Test
  void status_tells_what_the_cluster_does() throws Exception {
    HttpResponse<String> answer = send("GET", "/v1/status", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(tree(answer))
        .isEqualTo(
            JSON.readTree(
                """
                {"spark_version": "4.1.2", "application_id": "app-1", "spark_ui_url": null,
                 "started_at": "2026-05-01T10:00:00Z",
                 "last_activity_at": "2026-05-01T10:00:09Z",
                 "connect": {"host": "127.0.0.1", "port": 15002, "listening": true},
                 "sessions": [
                   {"session_id": "s-1", "user_id": "anna", "started_at": "2026-05-01T10:00:01Z",
                    "last_activity_at": "2026-05-01T10:00:09Z", "running_operations": 1},
                   {"session_id": "s-2", "user_id": "anna", "started_at": "2026-05-01T10:00:02Z",
                    "last_activity_at": "2026-05-01T10:00:02Z", "running_operations": 0},
                   {"session_id": "s-2", "user_id": "ben", "started_at": "2026-05-01T10:00:03Z",
                    "last_activity_at": "2026-05-01T10:00:03Z", "running_operations": 0}],
                 "operations": {"running": 1, "list": [
                   {"operation_id": "o-1", "session_id": "s-1", "user_id": "anna",
                    "started_at": "2026-05-01T10:00:08Z"}]},
                 "executors": [
                   {"id": "0", "host": "127.0.0.1", "cores": 2, "memory_mb": 1024,
                    "storage_mb": 400, "storage_used_mb": 3, "active_tasks": 1,
                    "added_at": "2026-05-01T10:00:04Z", "leaving": false}],
                 "executor_target": 2, "executor_limit": 40,
                 "driver": {"heap_used_mb": 100, "heap_max_mb": 600}}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer 0123456789abcdefghijklmnopqrstuvwxy",
        "Bearer 0123456789abcdefghijklmnopqrstuvwxyzz",
        "Basic 0123456789abcdefghijklmnopqrstuvwxyz"
      })
  void nobody_without_the_token_is_answered(String header) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            request("/v1/executors")
                .header("Authorization", header)
                .PUT(BodyPublishers.ofString("{\"target\":3}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).doesNotContain("4.1.2");
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void a_target_is_taken_and_its_state_told() throws Exception {
    HttpResponse<String> answer = send("PUT", "/v1/executors", " { \"target\" : 3 }\n");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(tree(answer))
        .isEqualTo(
            JSON.readTree(
                "{\"target\":3,\"current\":1,\"leaving\":0,\"limit\":40,\"reached\":false}"));
    assertThat(cluster.done).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "10001", "99999999999999999999", "2.5", "\"2\"", "null", "1e2"})
  void a_target_that_is_no_number_in_range_is_refused_by_name(String target) throws Exception {
    HttpResponse<String> answer = send("PUT", "/v1/executors", "{\"target\":" + target + "}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode error = tree(answer).path("errors").path(0);
    assertThat(error.path("field").asText()).isEqualTo("target");
    assertThat(error.path("value").asText()).isEqualTo(target);
    assertThat(error.path("rule").asText()).isEqualTo("is not a whole number from 0 to 10000");
    assertThat(cluster.done).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "3", "{\"target\":3,\"x\":1}", "{\"targets\":3}", "{"})
  void a_body_of_another_shape_is_refused(String body) throws Exception {
    HttpResponse<String> answer = send("PUT", "/v1/executors", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("the one field target");
    assertThat(cluster.done).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/nothing, 404",
    "GET, /, 404",
    "POST, /v1/status, 405",
    "GET, /v1/executors, 405",
    "GET, /v1/sessions/s-1/close, 405",
    "POST, /v1/sessions/s-9/close, 404",
    "POST, /v1/operations/o-9/interrupt, 404"
  })
  void what_is_not_there_is_said(String method, String path, int status) throws Exception {
    assertThat(send(method, path, "").statusCode()).isEqualTo(status);
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void a_body_without_end_is_not_read() throws Exception {
    assertThat(send("PUT", "/v1/executors", "x".repeat(5_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void a_session_is_closed_and_an_operation_interrupted() throws Exception {
    assertThat(send("POST", "/v1/sessions/s-1/close", "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/v1/operations/o-1/interrupt", "").body())
        .isEqualTo("{\"interrupted\":true}");
    assertThat(cluster.done).containsExactly(FakeCluster.ANNAS, "o-1");
  }

  @Test
  void a_session_id_that_two_users_chose_closes_neithers() throws Exception {
    assertThat(send("POST", "/v1/sessions/s-2/close", "").statusCode()).isEqualTo(409);
    assertThat(cluster.done).isEmpty();
  }
}
