package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobsApiTest {

  /** The body of the documented call, with a spec in place of the dots. */
  static final String ETL =
      """
      {
          "name": "my-etl-job",
          "team": "data-infra",
          "config": {
            "spark_version": "4.1",
            "job_type": "BATCH",
            "core_etl": {
              "version": "2.7.0",
              "job_spec": {
                "sources": [{"name": "orders", "type": "csv", "path": "/data/orders.csv"}],
                "transformations": [{"name": "daily", "type": "sql",
                                     "query": "SELECT day, count(*) n FROM orders GROUP BY day"}],
                "sinks": [{"type": "parquet", "path": "/out", "mode": "overwrite"}]
              }
            }
          }
        }
      """;

  @TempDir private Path folder;
  private LiveApi api;

  @BeforeEach
  void start() {
    api = LiveApi.start(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private ExecutionId execution(String job) {
    return new ExecutionId(api.get("/api/v1/jobs/" + job).at("execution_id"));
  }

  private ExecutionId submittedToBackend(String job) {
    api.awaitStatus(job, "SUBMITTED");
    return execution(job);
  }

  @Test
  void the_documented_call_is_accepted() {
    var answer = api.post(ETL);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.at("job_id")).matches("job-[0-9a-z]{26}");
    assertThat(answer.at("execution_id")).matches("exec-[0-9a-z]{26}");
    assertThat(answer.at("status")).isEqualTo("PENDING");
    assertThat(answer.at("message")).isEqualTo("Job submitted successfully");
    assertThat(answer.at("logs_url"))
        .isEqualTo(api.uri("/api/v1/jobs/" + answer.at("job_id") + "/logs").toString());
  }

  @Test
  void a_job_is_shown_from_its_submission_to_its_end() {
    Instant before = Instant.now().minusSeconds(1);
    String job = api.submit(LiveApi.JOB);
    ExecutionId execution = submittedToBackend(job);

    var waiting = api.get("/api/v1/jobs/" + job);
    assertThat(waiting.at("name")).isEqualTo("nightly");
    assertThat(waiting.at("team")).isEqualTo("data-infra");
    assertThat(waiting.at("backend")).isEqualTo("local");
    assertThat(waiting.at("spark_version")).isEqualTo("4.1.2");
    assertThat(waiting.at("attempt")).isEqualTo("1");
    assertThat(Instant.parse(waiting.at("submitted_at"))).isAfter(before);
    for (String absent :
        List.of("start_time", "end_time", "spark_ui_url", "metrics", "error_message", "message")) {
      assertThat(waiting.json().has(absent)).as(absent).isTrue();
      assertThat(waiting.json().get(absent).isNull()).as(absent).isTrue();
    }

    api.backend.enter(execution, Phase.RUNNING);
    assertThat(Instant.parse(api.awaitStatus(job, "RUNNING").at("start_time"))).isAfter(before);
    api.backend.showUi(execution, URI.create("http://10.0.0.7:40123"));
    api.await(job, answer -> answer.at("spark_ui_url").equals("http://10.0.0.7:40123"));

    api.backend.print(
        execution,
        LogStream.STDERR,
        "[switchyard] metrics records_read=12 records_written=3 bytes_read=100 bytes_written=50"
            + " stages_completed=2 tasks_completed=4 executor_cpu_time_ms=9");
    api.backend.enter(execution, Phase.SUCCEEDED);
    var ended = api.awaitStatus(job, "SUCCEEDED");
    assertThat(ended.json().get("spark_ui_url").isNull()).isTrue();
    assertThat(Instant.parse(ended.at("end_time"))).isAfter(before);
    assertThat(ended.json().get("metrics").toString())
        .isEqualTo(
            "{\"records_read\":12,\"records_written\":3,\"bytes_read\":100,\"bytes_written\":50,"
                + "\"stages_completed\":2,\"tasks_completed\":4,\"executor_cpu_time_ms\":9}");
    JsonNode attempt = ended.json().get("attempts").get(0);
    assertThat(ended.json().get("attempts")).hasSize(1);
    assertThat(attempt.get("execution_id").asText()).isEqualTo(execution.value());
    assertThat(attempt.get("status").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void a_failed_job_says_why() {
    String job = api.submit(LiveApi.JOB);
    ExecutionId execution = submittedToBackend(job);
    api.backend.print(
        execution, LogStream.STDERR, "[switchyard] failed java.io.IOException: no such bucket");
    api.backend.enter(execution, Phase.FAILED);

    var failed = api.awaitStatus(job, "FAILED");

    assertThat(failed.at("error_message")).isEqualTo("java.io.IOException: no such bucket");
    assertThat(failed.json().at("/attempts/0/error_message").asText()).contains("no such bucket");
  }

  @Test
  void what_was_configured_is_never_shown() {
    String secret = "hunter2-hunter2";
    String job =
        api.submit(
            """
            {"name": "n", "team": "data-infra", "config": {
              "custom_jar": {"jar_path": "/a.jar", "main_class": "M", "args": ["%1$s"]},
              "spark_config": {"spark.hadoop.fs.s3a.secret.key": "%1$s"},
              "env_vars": {"PASSWORD": "%1$s"}}}
            """
                .formatted(secret));

    assertThat(api.get("/api/v1/jobs/" + job).text()).doesNotContain(secret);
    assertThat(api.get("/api/v1/jobs").text()).contains(job).doesNotContain(secret);
  }

  @Test
  void repeating_an_idempotency_key_gives_the_same_job() {
    String keyed = LiveApi.JOB.replace("{\"name\"", "{\"idempotency_key\": \"k-1\", \"name\"");
    String job = api.submit(keyed);

    var again = api.post(keyed);
    var byHeader = api.post(LiveApi.JOB, "Idempotency-Key", "k-1");
    var quoted = api.post(LiveApi.JOB, "Idempotency-Key", "\"k-1\"");

    assertThat(List.of(again.status(), byHeader.status(), quoted.status())).containsOnly(200);
    assertThat(List.of(again.at("job_id"), byHeader.at("job_id"), quoted.at("job_id")))
        .containsOnly(job);
  }

  @Test
  void a_key_with_another_request_is_refused_with_the_fields_that_differ() {
    api.submit(LiveApi.JOB, "Idempotency-Key", "k-2");

    var other = api.post(LiveApi.JOB.replace("app.jar", "b.jar"), "Idempotency-Key", "k-2");

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.at("type")).isEqualTo("urn:switchyard:problem:idempotency-key-taken");
    assertThat(other.fields()).containsExactly("config.custom_jar.jar_path");
  }

  @Test
  void header_and_body_must_agree_on_the_key() {
    String keyed = LiveApi.JOB.replace("{\"name\"", "{\"idempotency_key\": \"k-1\", \"name\"");

    var answer = api.post(keyed, "Idempotency-Key", "k-3");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fields()).containsExactly("idempotency_key");
    assertThat(api.post(keyed, "Idempotency-Key", "k-1").status()).isEqualTo(202);
  }

  @Test
  void what_no_backend_can_run_is_refused_naming_the_field() {
    var answer =
        api.post(LiveApi.JOB.replace("\"config\": {", "\"config\": {\"spark_version\": \"2.4\","));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.at("type")).isEqualTo("urn:switchyard:problem:cannot-run");
    assertThat(answer.fields()).containsExactly("config.spark_version");
  }

  @Test
  void pages_hold_every_job_once_although_jobs_arrive_meanwhile() {
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      submitted.add(api.submit(LiveApi.JOB.replace("nightly", "job-" + i)));
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      var page = api.get("/api/v1/jobs?limit=3" + cursor);
      listed.addAll(page.json().get("jobs").findValuesAsText("job_id"));
      JsonNode next = page.json().get("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
      api.submit(LiveApi.JOB.replace("nightly", "late"));
    } while (!cursor.isEmpty());

    Collections.reverse(submitted);
    assertThat(listed).isEqualTo(submitted);
  }

  @Test
  void lists_are_filtered_by_team_status_and_prefix() {
    String mine = api.submit(LiveApi.JOB);
    String theirs = api.submit(LiveApi.JOB.replace("data-infra", "ml").replace("nightly", "daily"));
    api.awaitStatus(mine, "SUBMITTED");
    api.backend.enter(execution(mine), Phase.RUNNING);
    api.awaitStatus(mine, "RUNNING");

    assertThat(ids("?team=ml")).containsExactly(theirs);
    assertThat(ids("?status=RUNNING")).containsExactly(mine);
    assertThat(ids("?name_prefix=dai")).containsExactly(theirs);
    assertThat(ids("?team=ml&status=RUNNING")).isEmpty();
    assertThat(ids("?team=nobody")).isEmpty();
  }

  private List<String> ids(String query) {
    return api.get("/api/v1/jobs" + query).json().get("jobs").findValuesAsText("job_id");
  }

  @Test
  void a_running_job_is_cancelled_once_its_driver_is_gone() {
    String job = api.submit(LiveApi.JOB);
    ExecutionId execution = submittedToBackend(job);
    api.backend.enter(execution, Phase.RUNNING);
    api.awaitStatus(job, "RUNNING");

    var cancel = api.delete("/api/v1/jobs/" + job + "?reason=wrong%20input");

    assertThat(cancel.status()).isEqualTo(202);
    assertThat(cancel.json().get("success").asBoolean()).isTrue();
    assertThat(cancel.at("status")).isEqualTo("RUNNING");
    var cancelled = api.awaitStatus(job, "CANCELLED");
    assertThat(cancelled.at("message")).contains("cancelled by").contains("wrong input");
    assertThat(cancelled.json().get("error_message").isNull()).isTrue();

    var again = api.delete("/api/v1/jobs/" + job);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("type")).isEqualTo("urn:switchyard:problem:job-already-ended");
    assertThat(api.get("/api/v1/jobs/" + job).text()).isEqualTo(cancelled.text());
  }

  @Test
  void a_pending_job_is_cancelled_at_once() {
    for (int i = 0; i < 200; i++) {
      api.backend.failNextLaunch(
          TargetFailure.withoutEffect(TargetFailure.Kind.FULL, "the cluster is full"));
    }
    String job = api.submit(LiveApi.JOB);
    var waiting = api.await(job, a -> a.at("message").equals("the cluster is full"));
    assertThat(waiting.at("status")).isEqualTo("PENDING");

    var cancel = api.delete("/api/v1/jobs/" + job);

    assertThat(cancel.status()).isEqualTo(200);
    assertThat(cancel.at("status")).isEqualTo("CANCELLED");
    assertThat(api.backend.drivers()).isZero();
  }

  @Test
  void a_store_that_is_away_is_a_503_to_be_tried_again() {
    api.storeAnswers.set(false);

    var answer = api.post(LiveApi.JOB);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isNotEmpty();
    assertThat(answer.text()).doesNotContain("Exception");
    assertThat(api.get("/health/ready").status()).isEqualTo(503);
    assertThat(api.get("/health/live").status()).isEqualTo(200);
    api.storeAnswers.set(true);
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    assertThat(api.post(LiveApi.JOB).status()).isEqualTo(202);
  }

  @Test
  void metrics_count_submissions_advances_and_requests() {
    String job = api.submit(LiveApi.JOB);
    api.awaitStatus(job, "SUBMITTED");

    String metrics = api.get("/metrics").text();

    assertThat(metrics)
        .contains("switchyard_jobs_submitted_total{answer=\"accepted\"} 1.0")
        .contains("route=\"/api/v1/jobs/{id}\"")
        .contains("jvm_memory_used_bytes")
        .doesNotContain(job);
    assertThat(metrics.lines().filter(l -> l.startsWith("switchyard_executions_advanced_total")))
        .singleElement()
        .satisfies(l -> assertThat(Double.parseDouble(l.split(" ")[1])).isPositive());
  }
}
