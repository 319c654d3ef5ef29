package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.grpc.v1.CancelRequest;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.grpc.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.switchyard.grpc.v1.ListRequest;
import io.switchyard.grpc.v1.LogsRequest;
import io.switchyard.grpc.v1.WatchRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class GrpcEdgeTest {

  @TempDir private Path folder;

  private LiveApi withTokens() throws IOException {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(
        tokens,
        """
        tokens:
          - {token: anna-0123456789abcdef, user: anna, teams: [data-infra]}
          - {token: vera-0123456789abcdef, user: vera, teams: [data-infra], role: viewer}
          - {token: boris-0123456789abcdef, user: boris, teams: [ml]}
          - {token: root-0123456789abcdef, user: root, role: admin}
        """);
    return LiveApi.start(
        folder, Map.of("auth", Map.of("mode", "tokens", "token_file", tokens.toString())));
  }

  private static JobServiceBlockingStub as(GrpcClient client, String user) {
    return client.jobs("authorization", "Bearer " + user + "-0123456789abcdef");
  }

  private static List<Consumer<JobServiceBlockingStub>> calls(String job) {
    return List.of(
        jobs -> jobs.get(GetRequest.newBuilder().setJobId(job).build()),
        jobs -> jobs.cancel(CancelRequest.newBuilder().setJobId(job).build()),
        jobs -> jobs.logs(LogsRequest.newBuilder().setJobId(job).build()).next(),
        jobs -> jobs.logs(LogsRequest.newBuilder().setJobId(job).setFollow(true).build()).next(),
        jobs -> jobs.watch(WatchRequest.newBuilder().setJobId(job).build()).next());
  }

  @Test
  void without_a_valid_token_no_call_is_answered() throws Exception {
    try (LiveApi api = withTokens();
        GrpcClient client = api.grpc()) {
      for (JobServiceBlockingStub stub :
          List.of(
              client.jobs(),
              client.jobs("authorization", "Bearer wrong"),
              client.jobs("authorization", "Basic YTpi"))) {
        for (Consumer<JobServiceBlockingStub> call : calls("job-01jd0000000000000000000000")) {
          Refused refused = Refused.by(() -> call.accept(stub));
          assertThat(refused.code()).isEqualTo(Code.UNAUTHENTICATED);
          assertThat(refused.reason()).isEqualTo("UNAUTHENTICATED");
        }
        assertThat(Refused.by(() -> stub.submit(GrpcClient.job().build())).code())
            .isEqualTo(Code.UNAUTHENTICATED);
        assertThat(Refused.by(() -> stub.list(ListRequest.getDefaultInstance())).code())
            .isEqualTo(Code.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void teams_and_roles_hold_as_over_rest() throws Exception {
    try (LiveApi api = withTokens();
        GrpcClient client = api.grpc()) {
      String job = as(client, "anna").submit(GrpcClient.job().build()).getJobId();
      GetRequest get = GetRequest.newBuilder().setJobId(job).build();
      CancelRequest cancel = CancelRequest.newBuilder().setJobId(job).build();

      assertThat(as(client, "anna").get(get).getUser()).isEqualTo("anna");
      assertThat(as(client, "vera").get(get).getJobId()).isEqualTo(job);
      assertThat(as(client, "root").get(get).getJobId()).isEqualTo(job);
      for (Consumer<JobServiceBlockingStub> call : calls(job)) {
        assertThat(Refused.by(() -> call.accept(as(client, "boris"))).code())
            .isEqualTo(Code.NOT_FOUND);
      }
      assertThat(as(client, "boris").list(ListRequest.getDefaultInstance()).getJobsList())
          .isEmpty();
      Refused viewer = Refused.by(() -> as(client, "vera").cancel(cancel));
      assertThat(viewer.code()).isEqualTo(Code.PERMISSION_DENIED);
      assertThat(viewer.reason()).isEqualTo("NOT_ALLOWED");
      Refused stranger = Refused.by(() -> as(client, "boris").submit(GrpcClient.job().build()));
      assertThat(stranger.code()).isEqualTo(Code.PERMISSION_DENIED);
      assertThat(stranger.reason()).isEqualTo("NOT_YOUR_TEAM");
      assertThat(stranger.fields()).containsExactly("team");
      assertThat(as(client, "anna").cancel(cancel).getSuccess()).isTrue();
    }
  }

  @Test
  void without_tokens_only_this_machine_is_answered() throws Exception {
    try (LiveApi api = LiveApi.start(folder);
        GrpcClient client = api.grpc()) {
      Refused elsewhere =
          Refused.by(
              () ->
                  client
                      .jobs("origin", "https://evil.example")
                      .list(ListRequest.getDefaultInstance()));

      assertThat(elsewhere.code()).isEqualTo(Code.PERMISSION_DENIED);
      assertThat(elsewhere.fields()).containsExactly("Origin");
      assertThat(client.jobs().list(ListRequest.getDefaultInstance()).getJobsList()).isEmpty();
    }
    assertThatThrownBy(() -> Config.read(Map.of("grpc", Map.of("host", "0.0.0.0"))))
        .hasMessageContaining("auth.mode: \"dev\" lets everybody in, and grpc.host is 0.0.0.0");
  }

  @Test
  void health_and_reflection_answer_everybody() throws Exception {
    try (LiveApi api = withTokens();
        GrpcClient client = api.grpc()) {
      for (String service :
          List.of(
              "",
              "switchyard.v1.JobService",
              "switchyard.v1.ClusterService",
              "switchyard.v1.SessionService")) {
        HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(service).build();
        assertThat(HealthGrpc.newBlockingStub(client.channel).check(request).getStatus())
            .isEqualTo(ServingStatus.SERVING);
      }
      assertThat(services(client))
          .contains(
              "switchyard.v1.JobService", "switchyard.v1.ClusterService", "grpc.health.v1.Health");
    }
  }

  private static List<String> services(GrpcClient client) throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(client.channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    names.complete(
                        answer.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable failure) {
                    names.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> found = names.get(60, TimeUnit.SECONDS);
    requests.onCompleted();
    return found;
  }

  @Test
  void it_can_be_switched_off() {
    Map<String, Object> off = Map.of("grpc", Map.of("enabled", false, "host", "0.0.0.0"));
    try (LiveApi api = LiveApi.start(folder, off)) {
      assertThat(api.grpcPort()).isNull();
      assertThat(api.get("/api/v1/jobs").status()).isEqualTo(200);
    }
  }

  @Test
  void a_busy_port_is_a_sentence_that_says_what_to_do() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, Object> port = Map.of("grpc", Map.of("port", busy.getLocalPort()));
      assertThatThrownBy(() -> LiveApi.start(folder, port).close())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("port " + busy.getLocalPort())
          .hasMessageContaining("SWITCHYARD_GRPC_PORT");
    }
  }
}
