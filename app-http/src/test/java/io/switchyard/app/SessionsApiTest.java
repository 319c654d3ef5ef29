package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.switchyard.grpc.v1.CloseSessionRequest;
import io.switchyard.grpc.v1.GetSessionRequest;
import io.switchyard.grpc.v1.ListSessionsRequest;
import io.switchyard.grpc.v1.Session;
import io.switchyard.grpc.v1.SessionServiceGrpc;
import io.switchyard.grpc.v1.SessionStatus;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions from the first call at the gateway to their end, as clients and people see them. */
final class SessionsApiTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CLUSTER =
      """
      {"team": "feateng", "environment": "dev", "region": "eu-west-1", "size": "small"}
      """;
  private static final String[] ANNA = {"Authorization", "Bearer anna-0123456789abcdef"};
  private static final String MIA = "Bearer mia-0123456789abcdef";
  private static final String[] BORIS = {"Authorization", "Bearer boris-0123456789abcdef"};
  private static final String[] VERA = {"Authorization", "Bearer vera-0123456789abcdef"};

  @TempDir private Path folder;
  private final String session = UUID.randomUUID().toString();
  private FakeSpark spark;
  private LiveApi api;
  private ManagedChannel channel;
  private String cluster;

  @BeforeEach
  void start() throws IOException {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens.yaml"),
            """
            tokens:
              - {token: anna-0123456789abcdef, user: anna, teams: [feateng]}
              - {token: mia-0123456789abcdef, user: mia, teams: [feateng]}
              - {token: boris-0123456789abcdef, user: boris, teams: [ml]}
              - {token: vera-0123456789abcdef, user: vera, teams: [feateng], role: viewer}
              - {token: petra-0123456789abcdef, user: petra, teams: [feateng], environments: [prod]}
            """);
    spark = new FakeSpark();
    api =
        LiveApi.start(
            folder, Map.of("auth", Map.of("mode", "tokens", "token_file", tokens.toString())));
    api.servers.listenOn(spark.port());
    cluster = api.postTo("/api/v1/clusters", CLUSTER, ANNA).at("cluster_id");
    awaited(
        PATIENCE,
        () -> api.get("/api/v1/clusters/" + cluster, ANNA),
        answer -> answer.at("status").equals("running"));
    channel =
        Grpc.newChannelBuilder(
                "localhost:" + api.gatewayPort(),
                TlsChannelCredentials.newBuilder().trustManager(ca().toFile()).build())
            .build();
  }

  private static <T> T awaited(Duration patience, Supplier<T> answer, Predicate<T> until) {
    return Eventually.get(patience, () -> List.of(answer.get()), until);
  }

  private Path ca() {
    return folder.resolve("state/tls/ca.pem");
  }

  @AfterEach
  void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    api.close();
    spark.close();
  }

  private String call(String method, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "authorization";
    all[1] = "Bearer anna-0123456789abcdef";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return FakeSpark.call(channel, method, session, all);
  }

  private JsonNode listed() {
    return api.get("/api/v1/sessions", ANNA).json().get("sessions");
  }

  @Test
  void a_call_reaches_the_server_as_its_user_with_the_server_s_own_token() {
    // Of a field that is there twice, readers of protobuf take the last.
    assertThat(call("ExecutePlan")).contains(session).matches("(?s).*mallory.*anna.*");
    assertThat(spark.credentials).hasSize(1);
    assertThat(spark.credentials.get(0)).startsWith("Bearer ").doesNotContain("anna");
  }

  @Test
  void a_session_is_shown_to_its_team_alone() {
    call("ExecutePlan");
    JsonNode one = listed().get(0);
    assertThat(one.get("session_id").asText()).isEqualTo(session);
    assertThat(one.get("user").asText()).isEqualTo("anna");
    assertThat(one.get("team").asText()).isEqualTo("feateng");
    assertThat(one.get("cluster_id").asText()).isEqualTo(cluster);
    assertThat(one.get("status").asText()).isEqualTo("OPEN");
    assertThat(one.get("client_version").asText()).contains("grpc-java");
    String path = "/api/v1/sessions/" + one.get("id").asText();
    assertThat(api.get(path, VERA).json()).isEqualTo(one);
    assertThat(api.get(path, BORIS).status()).isEqualTo(404);
    assertThat(api.delete(path, BORIS).status()).isEqualTo(404);
    assertThat(api.delete(path, VERA).status()).isEqualTo(403);
    assertThat(api.get("/api/v1/sessions?status=ENDED", ANNA).json().get("total_count").asInt())
        .isZero();
    assertThat(api.get("/api/v1/sessions?team=feateng&user=anna", ANNA).json().get("sessions"))
        .hasSize(1);
    assertThat(api.get("/api/v1/sessions", BORIS).json().get("sessions")).isEmpty();
    assertThat(api.get("/api/v1/sessions?stauts=OPEN", ANNA).status()).isEqualTo(400);
    assertThat(api.get("/api/v1/sessions/nope", ANNA).at("type"))
        .isEqualTo("urn:switchyard:problem:session-not-found");
    Schema schema = new Schema(api.get("/openapi.json").json());
    JsonNode described = api.get("/openapi.json").json().at("/components/schemas/Session");
    assertThat(schema.mistakes(described, one)).isEmpty();
    assertThat(schema.unknown(described, one)).isEmpty();
  }

  @Test
  void what_calls_did_is_shown_within_seconds() {
    call("ExecutePlan");
    JsonNode one =
        awaited(PATIENCE, () -> listed().get(0), seen -> seen.get("operations").asInt() == 1);
    assertThat(one.get("bytes_up").asLong()).isPositive();
    assertThat(one.get("bytes").asLong())
        .isEqualTo(one.get("bytes_up").asLong() + one.get("bytes_down").asLong());
  }

  @Test
  void a_closed_session_is_closed_for_its_client_and_released_at_its_server() {
    call("ExecutePlan");
    String path = "/api/v1/sessions/" + listed().get(0).get("id").asText();
    assertThat(api.delete(path, ANNA).at("status")).isEqualTo("ENDED");
    assertThat(api.delete(path, ANNA).status()).isEqualTo(200);
    assertThat(api.get(path, ANNA).at("end_reason")).isEqualTo("CLOSED");
    awaited(
        PATIENCE,
        () -> api.sessionServer.told(),
        told -> told.equals(List.of("release " + session)));
    String refused = awaited(PATIENCE, this::refusal, said -> !said.isEmpty());
    assertThat(refused).contains("SESSION_CLOSED");
  }

  @Test
  void a_cluster_with_a_session_is_deleted_only_by_force() {
    call("ExecutePlan");
    String path = "/api/v1/clusters/" + cluster;
    var refused = api.delete(path, ANNA);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("detail")).contains("has 1 open sessions");
    assertThat(api.delete(path + "?force=true", ANNA).at("cluster_id")).isEqualTo(cluster);
  }

  private String refusal() {
    try {
      call("ExecutePlan");
      return "";
    } catch (io.grpc.StatusRuntimeException e) {
      return String.valueOf(e.getStatus().getDescription());
    }
  }

  @Test
  void grpc_shows_and_closes_the_same_sessions() {
    call("ExecutePlan");
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), ANNA[1]);
    try (GrpcClient client = api.grpc()) {
      var stub =
          SessionServiceGrpc.newBlockingStub(client.channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
      var page =
          stub.list(
              ListSessionsRequest.newBuilder()
                  .setStatus(SessionStatus.SESSION_STATUS_OPEN)
                  .setLimit(10)
                  .build());
      assertThat(page.getTotalCount()).isEqualTo(1);
      Session one = page.getSessions(0);
      assertThat(one.getSessionId()).isEqualTo(session);
      assertThat(one.getCreatedAt().getSeconds()).isPositive();
      assertThat(stub.get(GetSessionRequest.newBuilder().setId(one.getId()).build()))
          .isEqualTo(one);
      var closed = stub.close(CloseSessionRequest.newBuilder().setId(one.getId()).build());
      assertThat(closed.getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ENDED);
      var refused =
          GrpcClient.Refused.by(
              () -> stub.get(GetSessionRequest.newBuilder().setId("ses-0").build()));
      assertThat(refused.reason()).isEqualTo("SESSION_NOT_FOUND");
      Set<String> shown = new HashSet<>();
      listed().get(0).fieldNames().forEachRemaining(shown::add);
      Set<String> fields = new HashSet<>();
      Session.getDescriptor().getFields().forEach(field -> fields.add(field.getName()));
      assertThat(fields).isEqualTo(shown);
    }
  }

  @Test
  void strangers_are_refused_with_what_is_wrong() {
    assertThatThrownBy(() -> FakeSpark.call(channel, "Config", session))
        .hasMessageContaining("UNAUTHENTICATED")
        .hasMessageContaining("token");
    assertThatThrownBy(
            () -> FakeSpark.call(channel, "Config", session, "authorization", "Bearer wrong"))
        .hasMessageContaining("UNAUTHENTICATED");
    assertThatThrownBy(() -> FakeSpark.call(channel, "Config", session, "authorization", BORIS[1]))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> FakeSpark.call(channel, "Config", session, "authorization", VERA[1]))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(
            () ->
                FakeSpark.call(
                    channel,
                    "Config",
                    session,
                    "authorization",
                    "Bearer petra-0123456789abcdef",
                    "x-switchyard-cluster",
                    cluster))
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("environment dev");
    assertThat(spark.credentials).isEmpty();
    assertThat(api.get("/metrics").text())
        .contains("spark_connect_proxy_errors_total{reason=\"UNAUTHENTICATED\"} 2.0");
  }

  @Test
  void another_s_session_id_and_operations_are_no_way_into_it() {
    call("ExecutePlan");
    for (String method :
        List.of(
            "ReattachExecute",
            "ReleaseExecute",
            "Interrupt",
            "FetchErrorDetails",
            "CloneSession",
            "Config",
            "ReleaseSession")) {
      // What it says of itself, mallory, is followed by who it is: Spark finds no session of hers.
      assertThat(FakeSpark.call(channel, method, session, "authorization", MIA))
          .matches("(?s).*mallory.*mia.*")
          .doesNotContain("anna");
    }
    assertThat(
            awaited(
                Duration.ofSeconds(60),
                () -> api.get("/api/v1/sessions?status=ENDED", ANNA).json().get("sessions"),
                ended -> !ended.isEmpty()))
        .hasSize(1)
        .first()
        .satisfies(ended -> assertThat(ended.get("user").asText()).isEqualTo("mia"));
    assertThat(call("ExecutePlan")).contains("anna");
  }

  @Test
  void a_token_that_is_taken_away_ends_what_it_began() throws IOException {
    FakeSpark.call(channel, "Config", session, "authorization", MIA);
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(
        tokens,
        Files.readString(tokens).lines().filter(line -> !line.contains("mia")).toList().stream()
            .collect(java.util.stream.Collectors.joining("\n")));
    String refused =
        awaited(
            Duration.ofSeconds(60),
            () -> {
              try {
                FakeSpark.call(channel, "Config", session, "authorization", MIA);
                return "";
              } catch (io.grpc.StatusRuntimeException e) {
                return e.getStatus().getCode().name();
              }
            },
            said -> !said.isEmpty());
    assertThat(refused).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void metrics_have_the_names_that_dashboards_know() {
    call("ExecutePlan");
    String metrics =
        awaited(
            PATIENCE,
            () -> api.get("/metrics").text(),
            text -> text.contains("spark_connect_requests_total"));
    assertThat(metrics)
        .contains("spark_connect_sessions_active 1.0")
        .contains("spark_connect_active_sessions{env=\"dev\",team=\"feateng\"} 1.0")
        .contains("spark_connect_sessions_created_total{env=\"dev\",team=\"feateng\"} 1.0")
        .contains("spark_connect_proxy_requests_total 1.0")
        .contains("env=\"dev\",status=\"OK\",team=\"feateng\"")
        .contains("spark_connect_message_latency_seconds_count")
        .contains("spark_connect_latency_ms_count")
        .contains("spark_gateway_upstream_health{cluster_id=\"" + cluster + "\"} 1.0");
  }

  @Test
  void the_certificate_is_made_once_and_its_key_is_private() throws IOException {
    Path key = folder.resolve("state/tls/server.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    byte[] before = Files.readAllBytes(ca());
    api.close();
    api = LiveApi.start(folder, Map.of("gateway", Map.of("port", 0, "tls", "local")));
    assertThat(Files.readAllBytes(ca())).isEqualTo(before);
  }

  @Test
  void without_tokens_the_gateway_of_this_machine_needs_no_certificate() throws IOException {
    try (LiveApi dev = LiveApi.start(Files.createDirectory(folder.resolve("dev")))) {
      ManagedChannel plain =
          Grpc.newChannelBuilder(
                  "localhost:" + dev.gatewayPort(), InsecureChannelCredentials.create())
              .build();
      assertThatThrownBy(() -> FakeSpark.call(plain, "Config", session))
          .hasMessageContaining("NOT_FOUND")
          .hasMessageContaining("No cluster runs that you may use");
      plain.shutdownNow();
    }
    assertThatThrownBy(() -> Config.read(Map.of("gateway", Map.of("host", "0.0.0.0"))))
        .hasMessageContaining("gateway.host is 0.0.0.0");
  }
}
