package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.switchyard.grpc.v1.ListSessionsRequest;
import io.switchyard.grpc.v1.SessionServiceGrpc;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as a receiver of OTLP gets them. */
final class TracingTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String[] SAMPLED = {"traceparent", "00-" + TRACE + "-" + PARENT + "-01"};
  private static final String CLUSTER =
      """
      {"team": "feateng", "environment": "dev", "region": "eu-west-1", "size": "small"}
      """;

  @TempDir private Path folder;
  private final String session = UUID.randomUUID().toString();
  private FakeSpark spark;
  private OtlpReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    spark = new FakeSpark();
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
    spark.close();
  }

  private LiveApi traced(Map<String, Object> more) {
    Map<String, Object> tracing = new java.util.HashMap<>(more);
    tracing.put("endpoint", receiver.endpoint());
    return LiveApi.start(folder, Map.of("tracing", tracing));
  }

  private Span span(String name) {
    return Eventually.get(PATIENCE, receiver::spans, span -> span.getName().equals(name));
  }

  private static String id(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String text(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue())
        .map(v -> v.hasStringValue() ? v.getStringValue() : "" + v.getIntValue())
        .findFirst()
        .orElse("none");
  }

  private String cluster(LiveApi api) {
    api.servers.listenOn(spark.port());
    String cluster = api.postTo("/api/v1/clusters", CLUSTER).at("cluster_id");
    Eventually.get(
        PATIENCE,
        () -> List.of(api.get("/api/v1/clusters/" + cluster)),
        answer -> answer.at("status").equals("running"));
    return cluster;
  }

  private String call(LiveApi api, String... headers) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                "localhost:" + api.gatewayPort(), InsecureChannelCredentials.create())
            .build();
    try {
      return FakeSpark.call(channel, "ExecutePlan", session, headers);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void a_call_at_the_gateway_goes_on_with_its_client_s_trace_and_hands_it_to_the_server() {
    try (LiveApi api = traced(Map.of("headers", Map.of("x-api-key", "geheim")))) {
      String cluster = cluster(api);
      call(api, SAMPLED);
      Span span = span("spark.connect.SparkConnectService/ExecutePlan");
      assertThat(id(span.getTraceId())).isEqualTo(TRACE);
      assertThat(id(span.getParentSpanId())).isEqualTo(PARENT);
      assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(spark.traces).containsExactly("00-" + TRACE + "-" + id(span.getSpanId()) + "-01");
      assertThat(text(span, "rpc.system")).isEqualTo("grpc");
      assertThat(text(span, "rpc.service")).isEqualTo("spark.connect.SparkConnectService");
      assertThat(text(span, "rpc.method")).isEqualTo("ExecutePlan");
      assertThat(text(span, "rpc.grpc.status_code")).isEqualTo("0");
      assertThat(text(span, "session_id")).isEqualTo(session);
      assertThat(text(span, "team")).isEqualTo("feateng");
      assertThat(text(span, "cluster_id")).isEqualTo(cluster);
      assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
      assertThat(receiver.credentials).containsOnly("geheim");
      assertThat(receiver.services()).containsOnly("switchyard");
    }
  }

  @Test
  void a_refused_call_is_traced_with_its_status() {
    try (LiveApi api = traced(Map.of("service_name", "spark-door"))) {
      assertThatThrownBy(() -> call(api, SAMPLED)).hasMessageContaining("NOT_FOUND");
      Span span = span("spark.connect.SparkConnectService/ExecutePlan");
      assertThat(id(span.getParentSpanId())).isEqualTo(PARENT);
      assertThat(text(span, "rpc.grpc.status_code")).isEqualTo("5");
      assertThat(text(span, "cluster_id")).isEqualTo("none");
      assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(receiver.services()).containsOnly("spark-door");
    }
  }

  @Test
  void requests_over_rest_and_grpc_are_traced_too() {
    try (LiveApi api = traced(Map.of())) {
      api.get("/api/v1/sessions/nope", SAMPLED);
      Span request = span("GET /api/v1/sessions/{id}");
      assertThat(id(request.getTraceId())).isEqualTo(TRACE);
      assertThat(id(request.getParentSpanId())).isEqualTo(PARENT);
      assertThat(text(request, "http.response.status_code")).isEqualTo("404");
      assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);

      Metadata metadata = new Metadata();
      metadata.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), SAMPLED[1]);
      try (GrpcClient client = api.grpc()) {
        SessionServiceGrpc.newBlockingStub(client.channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
            .list(ListSessionsRequest.getDefaultInstance());
      }
      Span call = span("switchyard.v1.SessionService/List");
      assertThat(id(call.getParentSpanId())).isEqualTo(PARENT);
      assertThat(text(call, "rpc.grpc.status_code")).isEqualTo("0");

      api.storeAnswers.set(false);
      api.get("/health/ready");
      assertThat(span("GET /health/ready").getStatus().getCode())
          .isEqualTo(StatusCode.STATUS_CODE_ERROR);
    }
  }

  @Test
  void what_a_client_does_not_sample_or_the_ratio_leaves_out_is_not_sent_and_still_handed_on() {
    try (LiveApi api = traced(Map.of("sample_ratio", 0))) {
      cluster(api);
      call(api, "traceparent", "00-" + TRACE + "-" + PARENT + "-00");
      call(api);
      call(api, SAMPLED);
      span("spark.connect.SparkConnectService/ExecutePlan");
      assertThat(receiver.spans()).hasSize(1);
      assertThat(spark.traces.get(0)).startsWith("00-" + TRACE).endsWith("-00");
    }
  }

  @Test
  void without_an_endpoint_nothing_is_traced_and_a_client_s_trace_passes_as_it_is() {
    try (LiveApi api = LiveApi.start(folder)) {
      cluster(api);
      call(api, SAMPLED);
      assertThat(spark.traces).containsExactly(SAMPLED[1]);
    }
    assertThat(receiver.exports).isEmpty();
  }

  @Test
  void a_receiver_that_is_away_costs_no_call() {
    receiver.close();
    try (LiveApi api = traced(Map.of())) {
      cluster(api);
      assertThat(call(api)).contains(session);
    }
  }
}
