package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Error;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that take no more calls are replaced, and no call notices. */
final class StreamIdsTest {

  private final Set<SocketAddress> seen = ConcurrentHashMap.newKeySet();
  private Rig rig;

  private void start(Consumer<io.grpc.netty.NettyServerBuilder> options, int firstStream)
      throws Exception {
    rig =
        new Rig(
            new Upstream(options), GatewayConfig.of("127.0.0.1", 0).withEventLoops(1), firstStream);
    rig.upstream.answer(
        "Echo",
        (heard, call) -> {
          seen.add(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
          call.sendHeaders(new Metadata());
          call.sendMessage(heard.messages().get(0));
          call.close(Status.OK, new Metadata());
        });
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  /** A method whose answer begins at once and is ended by the test. */
  private CompletableFuture<ServerCall<byte[], byte[]>> hanging(String method) {
    CompletableFuture<ServerCall<byte[], byte[]>> begun = new CompletableFuture<>();
    rig.upstream.on(
        method,
        (call, headers) -> {
          call.request(9);
          call.sendHeaders(new Metadata());
          call.sendMessage(new byte[1]);
          begun.complete(call);
          return new ServerCall.Listener<>() {};
        });
    return begun;
  }

  private void endsWell(Iterator<byte[]> running, ServerCall<byte[], byte[]> at) {
    at.sendMessage(new byte[2]);
    at.close(Status.OK, new Metadata());
    assertThat(running.next()).hasSize(2);
    assertThat(running.hasNext()).isFalse();
  }

  @Test
  void a_connection_to_a_server_whose_ids_are_used_up_is_replaced() throws Exception {
    start(server -> {}, ServerPeer.LAST_STREAM - 2 * 4);
    var begun = hanging("Long");
    Iterator<byte[]> running = rig.stream("Long", Messages.small());
    assertThat(running.next()).hasSize(1);
    for (int i = 0; i < 40; i++) {
      assertThat(rig.unary("Echo", Messages.small())).isNotEmpty();
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(40 / 5);
    endsWell(running, begun.get(60, TimeUnit.SECONDS));
    Rig.await("the used up connections' end", () -> rig.gateway.serverConnections() <= 1);
  }

  @Test
  void many_calls_at_once_find_enough_connections() throws Exception {
    start(server -> {}, ServerPeer.LAST_STREAM - 2 * 4);
    List<CompletableFuture<Status>> ends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ends.add(begin());
    }
    for (CompletableFuture<Status> end : ends) {
      assertThat(end.get(60, TimeUnit.SECONDS).isOk()).isTrue();
    }
  }

  private CompletableFuture<Status> begin() {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        rig.channel.newCall(Bytes.method(MethodType.UNARY, "Echo"), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(Messages.small());
    call.halfClose();
    return end;
  }

  @Test
  void a_client_whose_ids_are_nearly_used_up_is_sent_to_another_connection() throws Exception {
    start(server -> {}, 3);
    try (RawClient raw = new RawClient(rig.gateway.port()).greet()) {
      var begun = hanging("Long");
      raw.call(1, "Long", Messages.small());
      begun.get(60, TimeUnit.SECONDS);
      raw.call(ClientPeer.LAST_STREAM, "Echo", Messages.small());
      assertThat(raw.next(RawClient.GOAWAY, 0).number())
          .isEqualTo((int) Http2Error.NO_ERROR.code());
      assertThat(raw.status(ClientPeer.LAST_STREAM)).isEqualTo("0");
      // Calls that are on their way when it hears of that are served, too, to the very last.
      raw.call(Integer.MAX_VALUE, "Echo", Messages.small());
      assertThat(raw.status(Integer.MAX_VALUE)).isEqualTo("0");
      begun.get().close(Status.OK, new Metadata());
      assertThat(raw.status(1)).isEqualTo("0");
    }
  }

  @Test
  void a_server_that_goes_away_ends_what_runs_while_others_go_to_a_new_connection()
      throws Exception {
    start(
        server ->
            server
                .maxConnectionAge(200, TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(1, TimeUnit.HOURS),
        3);
    var begun = hanging("Long");
    Iterator<byte[]> running = rig.stream("Long", Messages.small());
    assertThat(running.next()).hasSize(1);
    ServerCall<byte[], byte[]> at = begun.get(60, TimeUnit.SECONDS);
    seen.add(at.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    Rig.await(
        "another connection",
        60,
        () -> rig.unary("Echo", Messages.small()).length > 0 && seen.size() > 1);
    endsWell(running, at);
  }
}
