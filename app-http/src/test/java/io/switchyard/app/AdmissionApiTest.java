package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.admission.WaitReason;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.grpc.v1.Queue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A team with limits, as its members see it. */
@Timeout(180)
final class AdmissionApiTest {

  private static final String JOBS = "/api/v1/jobs/";

  @TempDir private Path folder;
  private LiveApi api;

  @BeforeEach
  void start() {
    Map<String, Object> limits =
        Map.of("max_running_jobs", 1, "max_queued_jobs", 2, "max_memory", "8g", "weight", 2);
    api = LiveApi.start(folder, Map.of("teams", Map.of("data-infra", limits)));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String running() {
    String job = api.submit(ApiClient.JOB);
    api.awaitStatus(job, "SUBMITTED");
    return job;
  }

  private JsonNode queue(String job) {
    return api.get(JOBS + job).json().path("queue");
  }

  @Test
  void a_job_that_waits_says_why_and_where_it_stands() {
    String first = running();
    String second = api.submit(ApiClient.JOB);
    String third = api.submit(ApiClient.JOB);

    Answer waiting = api.await(third, answer -> !answer.json().path("queue").isNull());
    JsonNode why = waiting.json().path("queue");
    assertThat(why.path("reason").asText()).isEqualTo("TEAM_RUNNING_LIMIT");
    assertThat(why.path("place").asInt()).isEqualTo(2);
    assertThat(why.path("length").asInt()).isEqualTo(2);
    assertThat(why.path("message").asText())
        .isEqualTo(
            "team data-infra runs 1 of 1 job (max_running_jobs); 1 of its jobs is ahead; it starts"
                + " when 2 of them have ended");
    assertThat(why.path("waiting_since").asText()).isEqualTo(waiting.at("submitted_at"));
    assertThat(waiting.at("message")).isEqualTo(why.path("message").asText());
    assertThat(waiting.at("status")).isEqualTo("PENDING");
    assertThat(queue(first).isNull()).isTrue();
    JsonNode listed = api.get("/api/v1/jobs?status=PENDING").json().path("jobs");
    assertThat(listed)
        .hasSize(2)
        .allSatisfy(job -> assertThat(job.path("queue").isNull()).isTrue());

    api.backend.enter(new ExecutionId(api.get(JOBS + first).at("execution_id")), Phase.SUCCEEDED);
    api.awaitStatus(second, "SUBMITTED");
    assertThat(queue(second).isNull()).isTrue();
    assertThat(queue(third).path("place").asInt()).isEqualTo(1);
  }

  @Test
  void what_waits_is_described_as_the_description_has_it() {
    running();
    String second = api.submit(ApiClient.JOB);
    api.await(second, answer -> !answer.json().path("queue").isNull());
    JsonNode description = api.get("/openapi.json").json();
    JsonNode schema = description.at("/components/schemas/Job");
    assertThat(new Schema(description).mistakes(schema, api.get(JOBS + second).json())).isEmpty();
    List<String> words = new ArrayList<>();
    description
        .at("/components/schemas/Queue/properties/reason/enum")
        .forEach(word -> words.add(word.asText()));
    assertThat(words)
        .containsExactlyElementsOf(Stream.of(WaitReason.values()).map(Enum::name).toList());
  }

  @Test
  void over_grpc_a_job_says_the_same() {
    running();
    String second = api.submit(ApiClient.JOB);
    JsonNode rest =
        api.await(second, answer -> !answer.json().path("queue").isNull()).json().path("queue");
    try (GrpcClient client = api.grpc()) {
      Queue why = client.jobs().get(GetRequest.newBuilder().setJobId(second).build()).getQueue();
      assertThat(why.getReason().name()).isEqualTo("WAIT_REASON_" + rest.path("reason").asText());
      assertThat(why.getMessage()).isEqualTo(rest.path("message").asText());
      assertThat(why.getPlace()).isEqualTo(1);
      assertThat(why.getLength()).isEqualTo(1);
      assertThat(why.hasWaitingSince()).isTrue();
      assertThat(
              io.switchyard.grpc.v1.WaitReason.getDescriptor().getValues().stream()
                  .skip(1)
                  .map(word -> word.getName().substring("WAIT_REASON_".length())))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(WaitReason.values()).map(Enum::name).toList());
    }
  }

  @Test
  void a_job_in_line_is_cancelled_at_once() {
    running();
    String second = api.submit(ApiClient.JOB);
    Answer cancelled = api.delete(JOBS + second);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.at("status")).isEqualTo("CANCELLED");
    assertThat(queue(second).isNull()).isTrue();
  }

  @Test
  void a_full_queue_answers_too_many_requests_and_says_when_to_come_back() {
    running();
    String keyed = ApiClient.JOB.replaceFirst("\\{", "{\"idempotency_key\": \"k\", ");
    String second = api.submit(keyed);
    api.submit(ApiClient.JOB);

    Answer full = api.post(ApiClient.JOB);

    assertThat(full.status()).isEqualTo(429);
    assertThat(full.at("type")).isEqualTo("urn:switchyard:problem:queue-full");
    assertThat(full.at("detail")).contains("data-infra", "2 (max_queued_jobs)");
    assertThat(Integer.parseInt(full.header("Retry-After"))).isPositive();
    assertThat(full.fields()).containsExactly("team");
    Answer repeated = api.post(keyed);
    assertThat(repeated.status()).isEqualTo(200);
    assertThat(repeated.at("job_id")).isEqualTo(second);
    assertThat(api.post(ApiClient.JOB.replace("data-infra", "ml")).status()).isEqualTo(202);
    try (GrpcClient client = api.grpc()) {
      Refused refused = Refused.by(() -> client.jobs().submit(GrpcClient.job().build()));
      assertThat(refused.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(refused.reason()).isEqualTo("QUEUE_FULL");
      assertThat(refused.detail(RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
    }
  }

  @Test
  void a_job_that_alone_is_over_the_limit_is_refused() {
    String big =
        ApiClient.JOB.replace(
            "\"config\": {", "\"config\": {\"resources\": {\"driver\": {\"memory\": \"7g\"}}, ");
    Answer refused = api.post(big);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.fields()).containsExactly("config.resources");
    assertThat(refused.at("detail")).contains("9g of memory", "8g of memory", "max_memory");
  }

  @Test
  void teams_can_be_watched() {
    running();
    api.submit(ApiClient.JOB);
    assertThat(api.get("/metrics").text())
        .contains("switchyard_team_jobs_queued{team=\"data-infra\"} 1.0")
        .contains("switchyard_team_jobs_running{team=\"data-infra\"} 1.0")
        .contains("switchyard_team_cores{team=\"data-infra\"} 3.0")
        .contains("switchyard_team_memory_bytes{team=\"data-infra\"} 3.221225472E9");
    api.storeAnswers.set(false);
    assertThat(api.get("/metrics").text()).doesNotContain("switchyard_team_cores{");
  }
}
