package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.adapters.callbacks.Receiver;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.grpc.v1.Callback;
import io.switchyard.grpc.v1.GetRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallbacksApiTest {

  private static final String SECRET = "a-secret-for-tests";

  @TempDir private Path folder;
  private Receiver receiver;
  private LiveApi api;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
    api = LiveApi.start(folder, configured(Map.of("allow", List.of("127.0.0.1"))));
  }

  @AfterEach
  void stop() {
    api.close();
    receiver.close();
  }

  private Map<String, Object> configured(Map<String, Object> more) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Map<String, Object> callbacks = new LinkedHashMap<>();
    callbacks.put("secret_file", secret.toString());
    callbacks.put("retry", "100ms");
    callbacks.putAll(more);
    return Map.of("callbacks", callbacks);
  }

  private static String calling(String url) {
    return LiveApi.JOB.replaceFirst("\\{", "{\"callback_url\": \"" + url + "\", ");
  }

  private String here() {
    return receiver.url("127.0.0.1");
  }

  private void end(String job, Phase phase) {
    Answer submitted = api.awaitStatus(job, "SUBMITTED");
    api.backend.enter(new ExecutionId(submitted.at("execution_id")), phase);
  }

  private JsonNode awaitState(String job, String state) {
    Answer answer = api.await(job, a -> a.json().at("/callback/state").asText().equals(state));
    return answer.json().get("callback");
  }

  /** As a receiver does it. */
  private static boolean isSigned(Receiver.Request request) throws GeneralSecurityException {
    String[] parts = request.header("Switchyard-Signature").split("[=,]");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((parts[1] + ".").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(request.body())).equals(parts[3]);
  }

  @Test
  void the_end_of_a_job_is_told_to_its_callback_url() throws Exception {
    String job = api.submit(calling(here()));
    Answer running = api.awaitStatus(job, "SUBMITTED");
    assertThat(running.json().get("callback").toString())
        .isEqualTo(
            "{\"url\":\"%s\",\"state\":\"pending\",\"attempts\":0,\"last_attempt_at\":null,\"last_status\":null,\"last_error\":null,\"next_attempt_at\":null}"
                .formatted(here().replaceFirst("\\?.*", "?…")));

    end(job, Phase.SUCCEEDED);

    JsonNode told = awaitState(job, "delivered");
    assertThat(told.get("attempts").asInt()).isEqualTo(1);
    assertThat(told.get("last_status").asInt()).isEqualTo(200);
    assertThat(told.get("last_attempt_at").isNull()).isFalse();
    assertThat(told.get("last_error").isNull()).isTrue();
    assertThat(told.get("next_attempt_at").isNull()).isTrue();
    assertThat(receiver.requests).hasSize(1);
    Receiver.Request request = receiver.requests.get(0);
    assertThat(isSigned(request)).isTrue();
    JsonNode event = LiveApi.JSON.readTree(request.body());
    JsonNode shown = api.get("/api/v1/jobs/" + job).json();
    assertThat(event.get("subject").asText()).isEqualTo(job);
    assertThat(event.get("time")).isEqualTo(shown.get("end_time"));
    // What both tell, they tell alike; where the API is, only the one who asked it knows.
    event
        .get("data")
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().endsWith("_url")) {
                assertThat(field.getValue()).isEqualTo(shown.get(field.getKey()));
              }
            });
  }

  @Test
  void a_receiver_that_fails_is_told_again() {
    receiver.status = 500;
    String job = api.submit(calling(here()));
    end(job, Phase.FAILED);
    JsonNode failing =
        api.await(job, a -> a.json().at("/callback/attempts").asInt() > 1).json().get("callback");
    assertThat(failing.get("state").asText()).isEqualTo("pending");
    assertThat(failing.get("last_status").asInt()).isEqualTo(500);
    assertThat(failing.get("last_error").asText()).isEqualTo("the receiver answered 500");
    assertThat(failing.get("next_attempt_at").isNull()).isFalse();

    receiver.status = 204;

    JsonNode told = awaitState(job, "delivered");
    assertThat(told.get("attempts").asInt()).isGreaterThan(2).isEqualTo(receiver.requests.size());
    assertThat(receiver.requests)
        .extracting(Receiver.Request::text)
        .containsOnly(receiver.requests.get(0).text());
    assertThat(receiver.requests.get(0).text()).contains("\"status\":\"FAILED\"");
    assertThat(api.get("/metrics").text())
        .contains("switchyard_callbacks_sent_total{answer=\"delivered\"} 1.0")
        .containsPattern("switchyard_callbacks_sent_total\\{answer=\"failed\"\\} [1-9]")
        .contains("switchyard_callbacks_sent_total{answer=\"gone\"} 0.0");
  }

  @Test
  void a_receiver_that_is_gone_is_given_up() {
    receiver.status = 410;
    String job = api.submit(calling(here()));
    api.awaitStatus(job, "SUBMITTED");
    api.delete("/api/v1/jobs/" + job + "?reason=enough");
    assertThat(awaitState(job, "failed").get("last_status").asInt()).isEqualTo(410);
    assertThat(receiver.requests.get(0).text())
        .contains("\"status\":\"CANCELLED\"")
        .contains("enough");
  }

  @Test
  void grpc_takes_and_tells_the_same() {
    try (GrpcClient grpc = api.grpc()) {
      String job = grpc.jobs().submit(GrpcClient.job().setCallbackUrl(here()).build()).getJobId();
      end(job, Phase.SUCCEEDED);
      JsonNode rest = awaitState(job, "delivered");
      Callback told = grpc.jobs().get(GetRequest.newBuilder().setJobId(job).build()).getCallback();
      assertThat(told.getUrl()).isEqualTo(rest.get("url").asText());
      assertThat(told.getState()).isEqualTo("delivered");
      assertThat(told.getAttempts()).isEqualTo(1);
      assertThat(told.getLastStatus()).isEqualTo(200);
      assertThat(told.hasLastAttemptAt()).isTrue();
      assertThat(told.hasLastError()).isFalse();
      assertThat(told.hasNextAttemptAt()).isFalse();
      assertThat(
              Callback.getDescriptor().getFields().stream().map(field -> field.getName()).toList())
          .containsExactlyElementsOf(rest.properties().stream().map(Map.Entry::getKey).toList());
    }
  }

  @Test
  void lists_show_callbacks_of_those_who_asked_for_them() {
    String asking = api.submit(calling(here()));
    String silent = api.submit(LiveApi.JOB);
    JsonNode jobs = api.get("/api/v1/jobs").json().get("jobs");
    for (JsonNode job : jobs) {
      assertThat(job.get("callback").isNull()).isEqualTo(job.get("job_id").asText().equals(silent));
    }
    assertThat(jobs.findValuesAsText("job_id")).contains(asking, silent);
  }

  @Test
  void a_target_that_is_not_allowed_is_refused_at_submission() {
    for (String url : List.of("http://[::1]:9/", "http://10.0.0.1/", "http://169.254.169.254/")) {
      Answer answer = api.post(calling(url));
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.fields()).containsExactly("callback_url");
      assertThat(answer.text()).contains(url).contains("callbacks.allow");
    }
  }

  @Test
  void without_a_secret_callbacks_are_refused_with_what_to_do(@TempDir Path other) {
    try (LiveApi bare = LiveApi.start(other)) {
      Answer answer = bare.post(calling("https://hooks.example.com/?token=t"));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.fields()).containsExactly("callback_url");
      assertThat(answer.text()).contains("callbacks.secret_file").doesNotContain("token=t");
    }
  }

  @Test
  void the_callback_url_is_part_of_what_an_idempotency_key_stands_for() {
    String[] key = {"Idempotency-Key", "one"};
    String job = api.submit(calling(here()), key);
    assertThat(api.post(calling(here()), key).at("job_id")).isEqualTo(job);
    Answer other = api.post(calling(here() + "2"), key);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.fields()).containsExactly("callback_url");
  }
}
