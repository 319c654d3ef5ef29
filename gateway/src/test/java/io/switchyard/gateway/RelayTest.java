package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.switchyard.ports.session.CallEnd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RelayTest {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> CLUSTER =
      Metadata.Key.of("x-switchyard-cluster", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> OTHER =
      Metadata.Key.of("x-team", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig();
    rig.upstream.answer(
        "Echo",
        (heard, call) -> {
          call.sendHeaders(heard.headers());
          heard.messages().forEach(call::sendMessage);
          Metadata trailers = new Metadata();
          trailers.put(OTHER, "a trailer");
          call.close(Status.OK, trailers);
        });
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @Test
  void a_message_arrives_as_it_was_but_for_its_user() {
    byte[] request = Messages.small();
    byte[] echoed = rig.unary("Echo", request);
    assertThat(Arrays.copyOf(echoed, request.length)).isEqualTo(request);
    byte[] user =
        new Proto().message(2, new Proto().text(1, Routes.USER).text(2, Routes.USER)).toBytes();
    assertThat(Arrays.copyOfRange(echoed, request.length, echoed.length)).isEqualTo(user);
  }

  @Test
  void what_ends_is_told_with_its_bytes_and_operation() {
    byte[] request = Messages.execute(100);
    rig.upstream.answer(
        "ExecutePlan",
        (heard, call) -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(new byte[10]);
          call.sendMessage(new byte[20]);
          call.close(Status.OK, new Metadata());
        });
    List<byte[]> answers = new ArrayList<>();
    rig.stream("ExecutePlan", request).forEachRemaining(answers::add);
    assertThat(answers).hasSize(2);
    Rig.await("the end", () -> rig.routes.ended.size() == 1);
    CallEnd end = rig.routes.ended.get(0).end();
    assertThat(end).isEqualTo(new CallEnd(request.length + 5, 40, 0, false, "op-1"));
  }

  @Test
  void credentials_and_routing_stay_here_and_the_server_gets_its_own_token() {
    CompletableFuture<Metadata> headers = new CompletableFuture<>();
    rig.upstream.answer(
        "Config2",
        (heard, call) -> {
          headers.complete(heard.headers());
          call.sendHeaders(new Metadata());
          call.sendMessage(new byte[0]);
          call.close(Status.OK, new Metadata());
        });
    Metadata mine = new Metadata();
    mine.put(AUTHORIZATION, "Bearer mine");
    mine.put(CLUSTER, "sc-somewhere");
    mine.put(OTHER, "data");
    rig.unary("Config2", Messages.small(), mine);
    Metadata there = headers.join();
    assertThat(there.getAll(AUTHORIZATION)).containsExactly("Bearer " + Routes.TOKEN);
    assertThat(there.get(CLUSTER)).isNull();
    assertThat(there.get(OTHER)).isEqualTo("data");
    assertThat(rig.routes.calls.get(0).credential()).isEqualTo("mine");
    assertThat(rig.routes.calls.get(0).metadata())
        .containsEntry("x-switchyard-cluster", "sc-somewhere")
        .containsKey("user-agent")
        .hasSize(2);
    assertThat(rig.routes.calls.get(0).sessionId()).isEqualTo(Messages.SESSION);
  }

  @Test
  void a_large_message_passes_both_ways() {
    byte[] request = Messages.execute(20 << 20);
    Arrays.fill(request, 200, request.length - 200, (byte) 7);
    byte[] echoed = rig.unary("Echo", request);
    assertThat(Arrays.mismatch(echoed, request)).isEqualTo(request.length);
    assertThat(echoed.length).isGreaterThan(request.length);
  }

  @Test
  void every_message_of_a_client_stream_gets_the_user() throws Exception {
    CompletableFuture<List<byte[]>> got = new CompletableFuture<>();
    rig.upstream.answer(
        "AddArtifacts",
        (heard, call) -> {
          got.complete(heard.messages());
          call.sendHeaders(new Metadata());
          call.sendMessage(new byte[] {1});
          call.close(Status.OK, new Metadata());
        });
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    StreamObserver<byte[]> out =
        ClientCalls.asyncClientStreamingCall(
            rig.channel.newCall(
                Bytes.method(MethodType.CLIENT_STREAMING, "AddArtifacts"), CallOptions.DEFAULT),
            observer(answer));
    for (int i = 0; i < 20; i++) {
      out.onNext(Messages.of(Messages.SESSION, "mallory").bytes(4, new byte[i * 3000]).toBytes());
    }
    out.onCompleted();
    assertThat(answer.get(120, TimeUnit.SECONDS)).containsExactly(1);
    assertThat(got.join()).hasSize(20);
    byte[] user = new Proto().message(2, new Proto().text(1, "ada").text(2, "ada")).toBytes();
    assertThat(got.join())
        .allSatisfy(
            m ->
                assertThat(Arrays.copyOfRange(m, m.length - user.length, m.length))
                    .isEqualTo(user));
  }

  @Test
  void status_message_details_and_trailers_come_back() {
    rig.upstream.answer(
        "Fail",
        (heard, call) -> {
          Metadata trailers = new Metadata();
          trailers.put(DETAILS, new byte[] {1, 2, 3});
          call.close(Status.INTERNAL.withDescription("no table ä"), trailers);
        });
    assertThatThrownBy(() -> rig.unary("Fail", Messages.small()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
              assertThat(e.getStatus().getDescription()).isEqualTo("no table ä");
              assertThat(e.getTrailers().get(DETAILS)).containsExactly(1, 2, 3);
            });
    Rig.await("the end", () -> rig.routes.ended.size() == 1);
    assertThat(rig.routes.ended.get(0).end().status()).isEqualTo(13);
  }

  @Test
  void a_client_that_cancels_cancels_at_the_server() throws Exception {
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    rig.upstream.on(
        "ExecutePlan",
        (call, headers) -> {
          call.request(1);
          begun.complete(null);
          return new io.grpc.ServerCall.Listener<>() {
            @Override
            public void onCancel() {
              cancelled.complete(null);
            }
          };
        });
    ClientCall<byte[], byte[]> call =
        rig.channel.newCall(
            Bytes.method(MethodType.SERVER_STREAMING, "ExecutePlan"), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(Messages.small());
    call.halfClose();
    begun.get(120, TimeUnit.SECONDS);
    call.cancel("enough", null);
    cancelled.get(120, TimeUnit.SECONDS);
    Rig.await("the end", () -> rig.routes.ended.size() == 1);
    assertThat(rig.routes.ended.get(0).end().clientGone()).isTrue();
    assertThat(rig.routes.ended.get(0).end().status()).isEqualTo(1);
  }

  private static StreamObserver<byte[]> observer(CompletableFuture<byte[]> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] message) {
        answer.complete(message);
      }

      @Override
      public void onError(Throwable error) {
        answer.completeExceptionally(error);
      }

      @Override
      public void onCompleted() {}
    };
  }
}
