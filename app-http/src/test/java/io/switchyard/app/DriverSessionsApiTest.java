package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on the driver of a job, from its submission to its end. */
final class DriverSessionsApiTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String JOB =
      """
      {"name": "report", "team": "feateng",
       "config": {"connect": %s,
                  "custom_jar": {"jar_path": "/jars/app.jar", "main_class": "com.acme.Main"}}}
      """;

  @TempDir private Path folder;
  private final String session = UUID.randomUUID().toString();
  private FakeSpark spark;
  private LiveApi api;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    spark = new FakeSpark();
    api = LiveApi.start(folder);
    channel =
        Grpc.newChannelBuilder(
                "localhost:" + api.gatewayPort(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    api.close();
    spark.close();
  }

  private static <T> T awaited(Supplier<T> answer, Predicate<T> until) {
    return Eventually.get(PATIENCE, () -> List.of(answer.get()), until);
  }

  private JsonNode job(String id) {
    return api.get("/api/v1/jobs/" + id).json();
  }

  private ExecutionId launched(String id) {
    awaited(() -> job(id), job -> job.get("status").asText().equals("SUBMITTED"));
    return new ExecutionId(job(id).get("execution_id").asText());
  }

  private String call(String job) {
    return FakeSpark.call(channel, "ExecutePlan", session, "x-switchyard-job", job);
  }

  @Test
  void a_running_driver_is_reached_by_its_job_until_it_ends() {
    String id = api.submit(JOB.formatted("true"));
    ExecutionId execution = launched(id);
    assertThatThrownBy(() -> call(id)).hasMessageContaining("the job is SUBMITTED");
    api.backend.enter(execution, Phase.RUNNING);
    String token = api.backend.listen(execution, URI.create("sc://127.0.0.1:" + spark.port()));
    JsonNode serving = awaited(() -> job(id), job -> !job.get("connect_url").isNull());
    assertThat(serving.get("connect_url").asText())
        .startsWith("sc://")
        .endsWith(":15002/;x-switchyard-job=" + id);

    awaited(() -> tried(id), String::isEmpty);
    assertThat(spark.credentials).containsOnly("Bearer " + token);
    JsonNode one = api.get("/api/v1/sessions?job_id=" + id).json().get("sessions").get(0);
    assertThat(one.get("job_id").asText()).isEqualTo(id);
    assertThat(one.get("execution_id").asText()).isEqualTo(execution.value());
    assertThat(one.get("cluster_id").isNull()).isTrue();
    assertThat(one.get("server").isNull()).isTrue();
    Schema schema = new Schema(api.get("/openapi.json").json());
    JsonNode described = api.get("/openapi.json").json().at("/components/schemas/Session");
    assertThat(schema.mistakes(described, one)).isEmpty();

    api.backend.enter(execution, Phase.SUCCEEDED);
    String said = awaited(() -> tried(id), why -> why.contains("SESSION_CLOSED"));
    assertThat(said).contains("INTERNAL");
    assertThat(job(id).get("connect_url").isNull()).isTrue();
    assertThat(api.get("/api/v1/sessions/" + one.get("id").asText()).at("end_reason"))
        .isEqualTo("SERVER_GONE");
  }

  /** Why a call did not pass; empty if it did. */
  private String tried(String job) {
    try {
      call(job);
      return "";
    } catch (io.grpc.StatusRuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void a_job_without_connect_and_an_unknown_one_are_told_apart() {
    String id = api.submit(JOB.formatted("false"));
    api.backend.enter(launched(id), Phase.RUNNING);
    assertThatThrownBy(() -> call(id))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("\"connect\": true");
    assertThatThrownBy(() -> call("job-00000000000000000000000000"))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("There is no job job-00000000000000000000000000");
    assertThatThrownBy(() -> call("nightly"))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("x-switchyard-job");
  }
}
