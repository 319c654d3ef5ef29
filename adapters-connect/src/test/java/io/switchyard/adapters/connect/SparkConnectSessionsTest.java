package io.switchyard.adapters.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What servers are told in the place of clients. */
final class SparkConnectSessionsTest {

  private static final String SESSION = "00112233-4455-6677-8899-aabbccddeeff";
  private static final String HEAD = "\n$" + SESSION + "\022\006\n\004anna\032\nswitchyard";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final SparkConnectSessions sessions = new SparkConnectSessions(Duration.ofSeconds(5));
  private Server server;

  @AfterEach
  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  private Route serving(Status status) throws IOException {
    var service = ServerServiceDefinition.builder("spark.connect.SparkConnectService");
    for (String name : List.of("Interrupt", "ReleaseSession")) {
      service.addMethod(
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodType.UNARY)
              .setFullMethodName("spark.connect.SparkConnectService/" + name)
              .setRequestMarshaller(Bytes.INSTANCE)
              .setResponseMarshaller(Bytes.INSTANCE)
              .build(),
          ServerCalls.asyncUnaryCall(
              (request, answer) -> {
                asked.add(name + new String(request, StandardCharsets.ISO_8859_1));
                if (status.isOk()) {
                  answer.onNext(new byte[0]);
                  answer.onCompleted();
                } else {
                  answer.onError(status.asRuntimeException());
                }
              }));
    }
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service.build())
            .build()
            .start();
    return new Route(
        new SessionKey(new Team("feateng"), "anna", SESSION),
        new ServerId.OfCluster(new ClusterId("sc-feateng-dev-eu-west-1-aaaaaa"), 1),
        new ServerAddress("127.0.0.1", server.getPort()),
        null);
  }

  @Test
  void an_operation_is_interrupted_by_its_id_and_a_session_as_a_whole() throws IOException {
    Route route = serving(Status.OK);
    sessions.interrupt(route, "op-1");
    sessions.interrupt(route, "");
    assertThat(asked)
        .containsExactly("Interrupt" + HEAD + "\040\0032\004op-1", "Interrupt" + HEAD + "\040\001");
  }

  @Test
  void a_session_is_released() throws IOException {
    sessions.release(serving(Status.OK));
    assertThat(asked).containsExactly("ReleaseSession" + HEAD);
  }

  @Test
  void a_session_that_is_not_there_needs_nothing() throws IOException {
    sessions.release(
        serving(Status.INTERNAL.withDescription("[INVALID_HANDLE.SESSION_CLOSED] The handle …")));
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_server_that_does_not_take_it_is_told_of() throws IOException {
    Route route = serving(Status.UNAVAILABLE);
    assertThatThrownBy(() -> sessions.release(route)).isInstanceOf(TargetFailure.class);
  }

  @Test
  void a_long_name_is_written_whole() throws IOException {
    Route route = serving(Status.OK);
    String longName = "a".repeat(300);
    sessions.release(
        new Route(
            new SessionKey(route.session().team(), longName, SESSION),
            route.on(),
            route.server(),
            null));
    assertThat(asked.get(0)).contains("\022\257\002\n\254\002" + longName);
  }
}
