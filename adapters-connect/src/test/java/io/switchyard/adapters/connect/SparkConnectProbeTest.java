package io.switchyard.adapters.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server with the protocol of Spark Connect is asked. */
final class SparkConnectProbeTest {

  private static final String SESSION = "00112233-4455-6677-8899-aabbccddeeff";
  private static final ServerToken TOKEN = new ServerToken("0123456789abcdefghijklmnopqrstuvwxyz");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final SparkConnectProbe probe =
      new SparkConnectProbe(() -> SESSION, Duration.ofSeconds(5));
  private Server server;

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.shutdownNow().awaitTermination();
    }
  }

  private ServerAddress serving(Status releasing) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder("spark.connect.SparkConnectService")
                    .addMethod(method("AnalyzePlan"), answering(Status.OK))
                    .addMethod(method("ReleaseSession"), answering(releasing))
                    .build())
            .build()
            .start();
    return new ServerAddress("127.0.0.1", server.getPort());
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("spark.connect.SparkConnectService/" + name)
        .setRequestMarshaller(Bytes.INSTANCE)
        .setResponseMarshaller(Bytes.INSTANCE)
        .build();
  }

  private ServerCallHandler<byte[], byte[]> answering(Status status) {
    ServerCallHandler<byte[], byte[]> handler =
        ServerCalls.asyncUnaryCall(
            (request, answer) -> {
              asked.add(new String(request, StandardCharsets.ISO_8859_1));
              if (status.isOk()) {
                answer.onNext(new byte[0]);
                answer.onCompleted();
              } else {
                answer.onError(status.asRuntimeException());
              }
            });
    return new ServerCallHandler<>() {
      @Override
      public ServerCall.Listener<byte[]> startCall(
          ServerCall<byte[], byte[]> call, Metadata headers) {
        String token =
            headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
        if (!("Bearer " + TOKEN.value()).equals(token)) {
          call.close(Status.UNAUTHENTICATED, new Metadata());
          return new ServerCall.Listener<>() {};
        }
        return handler.startCall(call, headers);
      }
    };
  }

  @Test
  void a_server_that_answers_is_asked_for_its_version_and_its_session_released()
      throws IOException {
    assertThat(probe.answers(serving(Status.OK), TOKEN)).isTrue();
    String head = "\n$" + SESSION + "\022\r\n\013:switchyard\032\nswitchyard";
    assertThat(asked).containsExactly(head + "R\0", head);
  }

  @Test
  void a_server_that_cannot_release_answers_all_the_same() throws IOException {
    assertThat(probe.answers(serving(Status.UNIMPLEMENTED), TOKEN)).isTrue();
  }

  @Test
  void another_token_is_no_answer() throws IOException {
    assertThat(
            probe.answers(
                serving(Status.OK), new ServerToken("zyxwvutsrqponmlkjihgfedcba9876543210")))
        .isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void nobody_there_is_no_answer() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(probe.answers(new ServerAddress("127.0.0.1", port), TOKEN)).isFalse();
  }

  @Test
  void one_that_is_silent_is_no_answer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var soon = new SparkConnectProbe(() -> SESSION, Duration.ofMillis(200));
      assertThat(soon.answers(new ServerAddress("127.0.0.1", silent.getLocalPort()), TOKEN))
          .isFalse();
    }
  }
}
