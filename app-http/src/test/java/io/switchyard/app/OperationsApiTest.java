package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OperationsApiTest {

  @TempDir private static Path folder;
  private static LiveApi api;

  @BeforeAll
  static void start() {
    api = LiveApi.start(folder);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JsonNode description() {
    return api.get("/openapi.json").json();
  }

  @Test
  void the_description_has_the_routes_that_there_are() {
    Set<String> described = new TreeSet<>();
    description()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));

    // The API itself tells its paths to whoever asks for another, and their methods likewise.
    Set<String> served = new TreeSet<>();
    String known = api.get("/zzzzzzzzzzzzzzz").json().at("/errors/0/fix").asText();
    for (String path : known.substring("known here: ".length()).split(", ")) {
      for (String method :
          api.method("PATCH", path.replace("{id}", "x")).header("allow").split(", ")) {
        if (!method.equals("HEAD") && !path.equals("/docs")) {
          served.add(method + " " + path);
        }
      }
    }
    assertThat(described).isEqualTo(served);
  }

  @ParameterizedTest
  @CsvSource({
    "JobRequest, ''",
    "JobConfig, config",
    "CoreEtl, config.core_etl",
    "CustomJar, config.custom_jar",
    "PySpark, config.pyspark",
    "Resources, config.resources",
    "DriverResources, config.resources.driver",
    "ExecutorResources, config.resources.executor",
    "EtlSpec, config.core_etl.job_spec"
  })
  void the_described_fields_are_those_that_are_read(String schema, String path) throws IOException {
    String unknown = "zqxjzqxjzqxj";
    String body = "{\"" + unknown + "\": 1}";
    List<String> keys =
        new ArrayList<>(List.of(path.isEmpty() ? new String[0] : path.split("\\.")));
    Collections.reverse(keys);
    for (String key : keys) {
      body = "{\"" + key + "\": " + body + "}";
    }
    String field = path.isEmpty() ? unknown : path + "." + unknown;

    String fix = "";
    for (JsonNode error : api.post(body).json().get("errors")) {
      fix = error.get("field").asText().equals(field) ? error.get("fix").asText() : fix;
    }

    Set<String> described = new TreeSet<>();
    description()
        .at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(described::add);
    assertThat(fix).startsWith("known here: ");
    assertThat(Set.of(fix.substring("known here: ".length()).split(", "))).isEqualTo(described);
  }

  @Test
  void the_described_body_accepts_what_the_api_accepts_and_refuses_what_it_refuses()
      throws IOException {
    Schema schema = new Schema(description());
    JsonNode documented = LiveApi.JSON.readTree(JobsApiTest.ETL);
    JsonNode request = description().at("/components/schemas/JobRequest");

    assertThat(schema.mistakes(request, documented)).isEmpty();
    description()
        .at("/paths/~1api~1v1~1jobs/post/requestBody/content/application~1json/examples")
        .forEach(
            example -> {
              assertThat(schema.mistakes(request, example.get("value"))).isEmpty();
              assertThat(api.post(example.get("value").toString()).status()).isEqualTo(202);
            });
    for (String wrong :
        List.of(
            "{}",
            "{\"name\": 1, \"team\": \"t\", \"config\": {\"pyspark\": {\"script\": \"/a.py\"}}}",
            "{\"name\": \"n\", \"team\": \"T\", \"config\": {\"pyspark\": {\"script\": \"/a.py\"}}}",
            "{\"name\": \"n\", \"team\": \"t\", \"config\": {}}",
            "{\"name\": \"n\", \"team\": \"t\", \"nmae\": 1, \"config\": {\"pyspark\": {\"script\": \"/a.py\"}}}")) {
      assertThat(schema.mistakes(request, LiveApi.JSON.readTree(wrong))).as(wrong).isNotEmpty();
      assertThat(api.post(wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void answers_are_as_described() {
    Schema schema = new Schema(description());
    JsonNode schemas = description().at("/components/schemas");
    var accepted = api.post(LiveApi.JOB);
    String job = "/api/v1/jobs/" + accepted.at("job_id");

    assertThat(schema.mistakes(schemas.get("Accepted"), accepted.json())).isEmpty();
    assertThat(schema.mistakes(schemas.get("Job"), api.get(job).json())).isEmpty();
    assertThat(schema.unknown(schemas.get("Job"), api.get(job).json())).isEmpty();
    assertThat(schema.mistakes(schemas.get("Logs"), api.get(job + "/logs").json())).isEmpty();
    assertThat(schema.unknown(schemas.get("Logs"), api.get(job + "/logs").json())).isEmpty();
    JsonNode events = api.get(job + "/events").json();
    assertThat(schema.mistakes(schemas.get("Events"), events)).isEmpty();
    assertThat(schema.unknown(schemas.get("Event"), events.at("/events/0"))).isEmpty();
    assertThat(schema.mistakes(schemas.get("Problem"), api.get("/nope").json())).isEmpty();
    assertThat(schema.mistakes(schemas.get("Cancelled"), api.delete(job).json())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/docs", "/docs/start.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js"})
  void the_page_to_browse_it_needs_no_other_host(String path) {
    var answer = api.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-security-policy")).startsWith("default-src 'self'");
    if (path.equals("/docs")) {
      assertThat(answer.text()).doesNotContain("http://").doesNotContain("https://");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/jobs HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GARBAGE\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/v1/jobs?team=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/v1/jobs HTTP/1.1\r\nConnection: close\r\n\r\n",
        "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
        "GET /api/v1/jobs/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/v1/jobs/a%2Fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      })
  void a_broken_request_is_a_4xx_without_a_trace(String request) throws IOException {
    String answer = RawHttp.send(api, request);

    assertThat(answer).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*");
    assertThat(answer).doesNotContain("Exception").doesNotContain("\tat ").doesNotContain("Jetty");
  }
}
