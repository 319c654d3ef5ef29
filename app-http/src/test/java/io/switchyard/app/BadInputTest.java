package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.switchyard.app.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a client can send makes more than a 4xx that says what to mend. */
final class BadInputTest {

  private static final String UNKNOWN = "job-01kaj3v5n8r2t4w6y8a0c2e4g6";

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

  @AfterEach
  void nothing_was_accepted() {
    assertThat(api.get("/api/v1/jobs").json().get("jobs")).isEmpty();
  }

  private static void assertProblem(Answer answer, int status, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.at("type")).startsWith("urn:switchyard:problem:");
    assertThat(answer.at("title")).isNotBlank();
    assertThat(answer.at("detail")).isNotBlank();
    assertThat(answer.fields()).contains(field);
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  /** A job whose config is the given one. */
  private static String config(String config) {
    return "{\"name\": \"n\", \"team\": \"t\", \"config\": {" + config + "}}";
  }

  private static String jar(String more) {
    return config("\"custom_jar\": {\"jar_path\": \"/a.jar\", \"main_class\": \"M\"}" + more);
  }

  static Stream<Arguments> bodies() {
    String jar = "\"custom_jar\": {\"jar_path\": \"/a.jar\", \"main_class\": \"M\"}";
    String etl =
        "\"core_etl\": {\"version\": \"1\", \"job_spec\": {\"sources\": [{\"type\": \"csv\","
            + " \"path\": \"/a\"}], \"sinks\": [{\"type\": \"csv\", \"path\": \"/b\"}]}}";
    return Stream.of(
        arguments("no body", "", "body"),
        arguments("blank body", "  \n ", "body"),
        arguments("broken JSON", "{\"name\": \"n\",", "body"),
        arguments("not JSON at all", "name=n", "body"),
        arguments("trailing garbage", jar("") + " x", "body"),
        arguments("a second value", jar("") + " {}", "body"),
        arguments("a key twice", "{\"name\": \"a\", \"name\": \"b\"}", "body"),
        arguments("NaN", jar("").replace("\"n\"", "NaN"), "body"),
        arguments("too deep", "[".repeat(5000) + "]".repeat(5000), "body"),
        arguments("a very long number", jar("").replace("\"n\"", "9".repeat(5000)), "body"),
        arguments("a list", "[]", ""),
        arguments("null", "null", ""),
        arguments("a string", "\"job\"", ""),
        arguments("nothing in it", "{}", "name"),
        arguments("name is a number", jar("").replace("\"n\"", "7"), "name"),
        arguments("unknown field", jar("").replace("\"name\"", "\"nmae\""), "nmae"),
        arguments(
            "unknown field below", jar(", \"spark_verison\": \"4.1\""), "config.spark_verison"),
        arguments("team in capitals", jar("").replace("\"t\"", "\"DATA\""), "team"),
        arguments("team with an environment", jar("").replace("\"t\"", "\"a-dev\""), "team"),
        arguments("config is a list", "{\"name\":\"n\",\"team\":\"t\",\"config\":[]}", "config"),
        arguments("both", config(jar + ", " + etl), "config"),
        arguments("neither", config(""), "config"),
        arguments(
            "memory 8q",
            resources("driver", "\"memory\": \"8q\""),
            "config.resources.driver.memory"),
        arguments(
            "memory 8", resources("driver", "\"memory\": 8"), "config.resources.driver.memory"),
        arguments(
            "negative cores",
            resources("driver", "\"cores\": -1"),
            "config.resources.driver.cores"),
        arguments(
            "half a core",
            resources("executor", "\"cores\": 0.5"),
            "config.resources.executor.cores"),
        arguments(
            "cores beyond any number",
            resources("driver", "\"cores\": 1e999999"),
            "config.resources.driver.cores"),
        arguments(
            "cores beyond long",
            resources("driver", "\"cores\": 99999999999999999999"),
            "config.resources.driver.cores"),
        arguments(
            "no executors",
            resources("executor", "\"instances\": 0"),
            "config.resources.executor.instances"),
        arguments("job type", jar(", \"job_type\": \"batch\""), "config.job_type"),
        arguments("not a version", jar(", \"spark_version\": \"four\""), "config.spark_version"),
        arguments(
            "callback",
            jar("").replace("{\"name\"", "{\"callback_url\": \"http://x\", \"name\""),
            "callback_url"),
        arguments(
            "empty key",
            jar("").replace("{\"name\"", "{\"idempotency_key\": \"\", \"name\""),
            "idempotency_key"),
        arguments(
            "missing jar",
            config("\"custom_jar\": {\"main_class\": \"M\"}"),
            "config.custom_jar.jar_path"),
        arguments(
            "sink mode",
            config(etl.replace("/b\"", "/b\", \"mode\": \"upsert\"")),
            "config.core_etl.job_spec.sinks[0].mode"),
        arguments(
            "platform key",
            jar(", \"spark_config\": {\"spark.master\": \"local\"}"),
            "config.spark_config.spark.master"),
        arguments("env var", jar(", \"env_vars\": {\"A B\": \"1\"}"), "config.env_vars.A B"));
  }

  private static String resources(String who, String what) {
    return jar(", \"resources\": {\"" + who + "\": {" + what + "}}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void a_bad_body_is_refused_naming_the_field(String what, String body, String field) {
    assertProblem(api.post(body), 400, field);
  }

  @Test
  void every_mistake_of_a_body_is_told_at_once() {
    var answer =
        api.post("{\"team\": \"DATA\", \"config\": {\"spark_verison\": \"4.1\"}, \"x\": 1}");

    assertThat(answer.fields()).contains("name", "team", "config.spark_verison", "config", "x");
    assertThat(answer.text()).contains("did you mean spark_version?");
  }

  @Test
  void broken_json_is_told_with_its_place() {
    var answer = api.post("{\n  \"name\": \"n\",\n  \"team\" \"t\"\n}");

    assertThat(answer.at("detail")).contains("line 3, column ");
  }

  @Test
  void a_body_that_is_no_utf_8_is_refused() {
    byte[] latin = jar("").replace("\"n\"", "\"é\"").getBytes(StandardCharsets.ISO_8859_1);
    var request = api.request("/api/v1/jobs").POST(BodyPublishers.ofByteArray(latin));

    assertProblem(api.send(request.header("Content-Type", "application/json")), 400, "body");
  }

  @Test
  void a_body_of_10_mb_is_refused_naming_the_limit() {
    var answer = api.post(jar("").replace("\"n\"", "\"" + "n".repeat(10_000_000) + "\""));

    assertProblem(answer, 413, "body");
    assertThat(answer.at("detail")).contains("1048576");
  }

  @Test
  void a_body_that_is_not_declared_as_json_is_refused() {
    var form = api.request("/api/v1/jobs").POST(BodyPublishers.ofString(LiveApi.JOB));
    assertProblem(api.send(form), 415, "Content-Type");
    var plain = api.request("/api/v1/jobs").POST(BodyPublishers.ofString(LiveApi.JOB));
    assertProblem(api.send(plain.header("Content-Type", "text/plain")), 415, "Content-Type");
  }

  static Stream<Arguments> paths() {
    return Stream.of(
        arguments("/api/v1/jobs?cursor=abc", 400, "cursor"),
        arguments("/api/v1/jobs?cursor=***", 400, "cursor"),
        arguments("/api/v1/jobs?cursor=", 400, "cursor"),
        arguments("/api/v1/jobs?limit=0", 400, "limit"),
        arguments("/api/v1/jobs?limit=501", 400, "limit"),
        arguments("/api/v1/jobs?limit=many", 400, "limit"),
        arguments("/api/v1/jobs?limit=99999999999999999999", 400, "limit"),
        arguments("/api/v1/jobs?status=running", 400, "status"),
        arguments("/api/v1/jobs?team=DATA", 400, "team"),
        arguments("/api/v1/jobs?team=a&team=b", 400, "team"),
        arguments("/api/v1/jobs?limits=5", 400, "limits"),
        arguments("/api/v1/jobs/" + UNKNOWN, 404, "job_id"),
        arguments("/api/v1/jobs/42", 404, "job_id"),
        arguments("/api/v1/jobs/%F0%9F%9A%82", 404, "job_id"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs", 404, "job_id"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs?follow=true", 404, "job_id"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs?stream=out", 400, "stream"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs?offset=-1", 400, "offset"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs?tail_lines=0", 400, "tail_lines"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs?tail_lines=5&offset=5", 400, "tail_lines"),
        arguments("/api/v1/jobs/" + UNKNOWN + "/logs?follow=yes", 400, "follow"),
        arguments("/api/v1/job", 404, "path"),
        arguments("/", 404, "path"),
        arguments("/api/v1/jobs/a/b/c", 404, "path"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("paths")
  void a_bad_address_is_refused_naming_the_field(String path, int status, String field) {
    assertProblem(api.get(path), status, field);
  }

  @Test
  void the_path_that_was_probably_meant_is_told() {
    assertThat(api.get("/api/v1/job").text()).contains("did you mean /api/v1/jobs?");
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() {
    var answer = api.method("PUT", "/api/v1/jobs/" + UNKNOWN);

    assertProblem(answer, 405, "method");
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, DELETE");
  }

  @Test
  void an_unknown_job_cannot_be_cancelled() {
    assertProblem(api.delete("/api/v1/jobs/" + UNKNOWN), 404, "job_id");
    assertProblem(api.delete("/api/v1/jobs/" + UNKNOWN + "?why=x"), 400, "why");
    assertProblem(
        api.delete("/api/v1/jobs/" + UNKNOWN + "?reason=" + "x".repeat(501)), 400, "reason");
  }
}
