package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status.Code;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.grpc.v1.Backend;
import io.switchyard.grpc.v1.BackendServiceGrpc;
import io.switchyard.grpc.v1.DrainBackendRequest;
import io.switchyard.grpc.v1.Forecast;
import io.switchyard.grpc.v1.GetBackendRequest;
import io.switchyard.grpc.v1.Health;
import io.switchyard.grpc.v1.ListBackendsRequest;
import io.switchyard.grpc.v1.ResumeBackendRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends as they are shown, drained and resumed, and what a request would come to. */
final class BackendsApiTest {

  private static final String BACKEND = "/api/v1/backends/local";
  private static final String IN_EU =
      """
      {"name": "nightly", "team": "data-infra", "region": "eu-west-1", "preferred_backend": "emr",
       "environment": "prod", "idempotency_key": "k", "timeout_seconds": 1800,
       "config": {"custom_jar": {"jar_path": "/jars/app.jar", "main_class": "com.acme.Main"},
         "spark_config": {"spark.sql.shuffle.partitions": "4", "spark.acme.password": "hunter2"}}}
      """;

  @TempDir private Path folder;
  private LiveApi api;

  @BeforeEach
  void start() {
    Map<String, Object> backend =
        Map.of(
            "id",
            "local",
            "kind",
            "standalone",
            "embedded",
            Map.of(),
            "max_cores",
            100,
            "price",
            Map.of("core_hour", 0.5, "gib_hour", 0.25, "currency", "EUR"));
    api = LiveApi.start(folder, Map.of("backends", List.of(backend)));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_backend_is_shown_as_it_is_described() {
    Answer one = api.get(BACKEND);
    JsonNode description = api.get("/openapi.json").json();
    JsonNode schema = description.at("/components/schemas/Backend");
    assertThat(new Schema(description).mistakes(schema, one.json())).isEmpty();
    assertThat(new Schema(description).unknown(schema, one.json())).isEmpty();
    assertThat(one.at("health")).isEqualTo("HEALTHY");
    assertThat(one.json().path("max_cores").asInt()).isEqualTo(100);
    assertThat(api.get("/api/v1/backends").json().path("backends")).containsExactly(one.json());
    assertThat(api.get("/api/v1/backends/other").status()).isEqualTo(404);
    assertThat(api.get("/metrics").text()).contains("switchyard_backend_healthy{backend=\"local\"");
  }

  @Test
  void a_drained_backend_launches_nothing_until_it_is_resumed() {
    Answer drained = api.postTo(BACKEND + "/drain", "");
    assertThat(drained.json().path("draining").asBoolean()).isTrue();
    assertThat(api.postTo(BACKEND + "/drain", "").at("draining_since"))
        .isEqualTo(drained.at("draining_since"));
    String job = api.submit(ApiClient.JOB);

    Answer waits = api.await(job, seen -> !seen.json().path("queue").isNull());
    assertThat(waits.json().at("/queue/reason").asText()).isEqualTo("BACKEND_DRAINING");
    assertThat(waits.json().at("/placement/waits_for").asText())
        .isEqualTo("local is being drained");
    assertThat(api.backend.drivers()).isZero();

    assertThat(api.postTo(BACKEND + "/resume", "").json().path("draining").asBoolean()).isFalse();
    Answer submitted = api.awaitStatus(job, "SUBMITTED");
    assertThat(submitted.json().at("/placement/rule").asText()).isEqualTo("only");
  }

  @Test
  void a_cluster_does_not_wait_for_the_end_of_a_drain() {
    String cluster =
        """
        {"team": "data-infra", "environment": "dev", "region": "eu-west-1", "size": "small"}
        """;
    api.postTo(BACKEND + "/drain", "");
    for (String path : List.of("/api/v1/clusters", "/api/v1/clusters?dry_run=true")) {
      Answer refused = api.postTo(path, cluster);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.fields()).containsExactly("region");
    }
    api.postTo(BACKEND + "/resume", "");
    Answer forecast = api.postTo("/api/v1/clusters?dry_run=true", cluster);
    assertThat(forecast.status()).isEqualTo(200);
    Answer taken = api.postTo("/api/v1/clusters", cluster);
    assertThat(taken.at("backend")).isEqualTo(forecast.at("backend"));
    assertThat(taken.json().path("placement").path("rule"))
        .isEqualTo(forecast.json().path("placement").path("rule"));
    assertThat(api.get("/api/v1/clusters").json().path("total_count").asInt()).isOne();
  }

  @Test
  void only_administrators_drain() throws Exception {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(
        tokens,
        """
        tokens:
          - {token: anna-token-0123456789, user: anna, teams: [data-infra]}
        """);
    try (LiveApi guarded =
        LiveApi.start(
            folder.resolve("guarded"),
            Map.of("auth", Map.of("mode", "tokens", "token_file", tokens.toString())))) {
      String[] anna = {"Authorization", "Bearer anna-token-0123456789"};
      assertThat(guarded.get("/api/v1/backends").status()).isEqualTo(401);
      assertThat(guarded.get("/api/v1/backends", anna).status()).isEqualTo(200);
      assertThat(guarded.postTo(BACKEND + "/drain", "", anna).status()).isEqualTo(403);
      assertThat(guarded.get(BACKEND, anna).json().path("draining").asBoolean()).isFalse();
    }
  }

  @Test
  void over_grpc_backends_are_the_same() {
    try (GrpcClient client = api.grpc()) {
      var backends = BackendServiceGrpc.newBlockingStub(client.channel);
      Backend one = backends.get(GetBackendRequest.newBuilder().setBackendId("local").build());
      assertThat(one.getHealth()).isEqualTo(Health.HEALTH_HEALTHY);
      assertThat(one.getMaxCores()).isEqualTo(100);
      assertThat(one.getShare()).isEqualTo(1);
      assertThat(backends.list(ListBackendsRequest.getDefaultInstance()).getBackendsList())
          .containsExactly(one);
      List<String> fields = new ArrayList<>();
      one.getDescriptorForType().getFields().forEach(field -> fields.add(field.getName()));
      List<String> rest = new ArrayList<>();
      api.get(BACKEND).json().fieldNames().forEachRemaining(rest::add);
      Collections.sort(rest);
      Collections.sort(fields);
      assertThat(fields).isEqualTo(rest);

      var drain = DrainBackendRequest.newBuilder().setBackendId("local").build();
      assertThat(backends.drain(drain).getDraining()).isTrue();
      var resume = ResumeBackendRequest.newBuilder().setBackendId("local").build();
      assertThat(backends.resume(resume).getDraining()).isFalse();
      Refused refused =
          Refused.by(() -> backends.get(GetBackendRequest.newBuilder().setBackendId("x").build()));
      assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(refused.reason()).isEqualTo("BACKEND_NOT_FOUND");
    }
  }

  @Test
  void a_dry_run_says_what_is_then_done_and_does_nothing() {
    Answer forecast = api.postTo("/api/v1/jobs?dry_run=true", IN_EU);
    JsonNode description = api.get("/openapi.json").json();
    JsonNode schema = description.at("/components/schemas/Forecast");
    assertThat(new Schema(description).mistakes(schema, forecast.json())).isEmpty();
    assertThat(new Schema(description).unknown(schema, forecast.json())).isEmpty();
    assertThat(api.get("/api/v1/jobs").json().path("jobs")).isEmpty();
    JsonNode conf = forecast.json().path("spark_config");
    assertThat(conf.path("spark.sql.shuffle.partitions").asText()).isEqualTo("4");
    assertThat(forecast.text()).doesNotContain("hunter2");
    double hour =
        forecast.json().at("/demand/cores").asLong() * 0.5
            + forecast.json().at("/demand/memory_mb").asLong() / 1024.0 * 0.25;
    assertThat(forecast.json().at("/cost/per_hour").asDouble()).isEqualTo(hour);
    assertThat(forecast.json().at("/cost/at_most").asDouble()).isEqualTo(hour / 2);
    assertThat(forecast.json().at("/cost/currency").asText()).isEqualTo("EUR");

    Answer done = api.get("/api/v1/jobs/" + api.submit(IN_EU));
    assertThat(done.at("backend")).isEqualTo(forecast.at("backend"));
    assertThat(done.at("spark_version")).isEqualTo(forecast.at("spark_version"));
    assertThat(done.json().at("/placement/rule")).isEqualTo(forecast.json().at("/placement/rule"));
    assertThat(done.json().at("/placement/refused"))
        .isEqualTo(forecast.json().at("/placement/refused"));
  }

  @Test
  void a_dry_run_over_grpc_says_the_same() {
    JsonNode rest = api.postTo("/api/v1/jobs?dry_run=true", ApiClient.JOB).json();
    try (GrpcClient client = api.grpc()) {
      Forecast forecast = client.jobs().explain(GrpcClient.job().build());
      assertThat(forecast.getBackend()).isEqualTo(rest.path("backend").asText());
      assertThat(forecast.getSparkConfigMap()).hasSameSizeAs(rest.path("spark_config"));
      assertThat(forecast.getCost().getPerHour()).isEqualTo(rest.at("/cost/per_hour").asDouble());
      assertThat(forecast.getPlacement().getRule()).isEqualTo(rest.at("/placement/rule").asText());
      List<String> fields = new ArrayList<>();
      forecast.getDescriptorForType().getFields().forEach(field -> fields.add(field.getName()));
      List<String> names = new ArrayList<>();
      rest.fieldNames().forEachRemaining(names::add);
      assertThat(fields).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void a_dry_run_is_refused_as_a_submission_is() {
    String wrong = IN_EU.replace("eu-west-1", "eu-west-7");
    for (String path : List.of("/api/v1/jobs", "/api/v1/jobs?dry_run=true")) {
      Answer refused = api.postTo(path, wrong);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.fields()).containsExactly("region");
    }
    assertThat(api.postTo("/api/v1/jobs?dry_run=maybe", IN_EU).fields()).containsExactly("dry_run");
  }
}
