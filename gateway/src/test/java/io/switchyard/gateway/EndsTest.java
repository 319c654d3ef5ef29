package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.switchyard.ports.session.CallRefused;
import io.switchyard.ports.session.Route;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How calls and connections end, other than by an answer. */
final class EndsTest {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Rig rig;

  @AfterEach
  void stop() {
    if (rig != null) {
      rig.close();
    }
  }

  private void start() throws Exception {
    start(new Upstream());
  }

  private void start(Upstream upstream) throws Exception {
    rig = new Rig(upstream, GatewayConfig.of("127.0.0.1", 0).withEventLoops(1).with(Rig.QUICK));
    rig.upstream.answer(
        "Echo",
        (heard, call) -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(heard.messages().get(0));
          call.close(Status.OK, new Metadata());
        });
  }

  private Status failure(String method) {
    try {
      rig.unary(method, Messages.small());
      throw new AssertionError("it did not fail");
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** A method that says one thing and then nothing. */
  private CompletableFuture<ServerCall<byte[], byte[]>> hanging(String method, boolean answers) {
    CompletableFuture<ServerCall<byte[], byte[]>> begun = new CompletableFuture<>();
    rig.upstream.on(
        method,
        (call, headers) -> {
          call.request(9);
          if (answers) {
            call.sendHeaders(new Metadata());
            call.sendMessage(new byte[1]);
          }
          begun.complete(call);
          return new ServerCall.Listener<>() {};
        });
    return begun;
  }

  @Test
  void each_refusal_has_its_status() throws Exception {
    start();
    for (CallRefused.Reason reason : CallRefused.Reason.values()) {
      rig.routes.how =
          call -> CompletableFuture.failedFuture(new CallRefused(reason, "because of a test"));
      Status status = failure("Echo");
      boolean closed = reason == CallRefused.Reason.SESSION_CLOSED;
      assertThat(status.getCode().name()).isEqualTo(closed ? "INTERNAL" : reason.name());
      assertThat(status.getDescription()).contains("because of a test");
    }
    assertThat(rig.routes.ended).isEmpty();
  }

  @Test
  void a_closed_session_is_told_as_spark_does() throws Exception {
    start();
    rig.routes.how =
        call ->
            CompletableFuture.failedFuture(
                new CallRefused(CallRefused.Reason.SESSION_CLOSED, "Its server is gone."));
    assertThatThrownBy(() -> rig.unary("Echo", Messages.small()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getDescription())
                  .startsWith("[INVALID_HANDLE.SESSION_CLOSED] The handle " + Messages.SESSION);
              assertThat(
                      new String(
                          e.getTrailers().get(DETAILS), java.nio.charset.StandardCharsets.UTF_8))
                  .contains("google.rpc.ErrorInfo", "errorClass", "INVALID_HANDLE.SESSION_CLOSED");
            });
  }

  @Test
  void when_to_try_again_is_told() throws Exception {
    start();
    rig.routes.how =
        call ->
            CompletableFuture.failedFuture(
                new CallRefused(
                    CallRefused.Reason.UNAVAILABLE, "It starts.", Duration.ofMillis(2500)));
    assertThatThrownBy(() -> rig.unary("Echo", Messages.small()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              byte[] retry = {10, 8, 8, 2, 16, -128, -54, -75, -18, 1};
              assertThat(e.getTrailers().get(DETAILS)).containsSequence(retry);
            });
  }

  @Test
  void what_is_no_refusal_is_told_without_its_message() throws Exception {
    start();
    rig.routes.how =
        call -> {
          throw new IllegalStateException("a secret");
        };
    Status status = failure("Echo");
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).doesNotContain("secret");
  }

  @Test
  void a_call_waits_for_its_route_with_all_it_has_said() throws Exception {
    start();
    CompletableFuture<Route> route = new CompletableFuture<>();
    rig.routes.how = call -> route;
    CompletableFuture<byte[]> answer =
        CompletableFuture.supplyAsync(() -> rig.unary("Echo", Messages.execute(200_000)));
    Rig.await("the question", () -> rig.routes.calls.size() == 1);
    route.complete(Routes.to(rig.upstream.address(), rig.routes.calls.get(0)));
    assertThat(answer.get(120, TimeUnit.SECONDS)).hasSizeGreaterThan(200_000);
  }

  @Test
  void a_route_that_takes_too_long_is_unavailable() throws Exception {
    start();
    rig.routes.how = call -> new CompletableFuture<>();
    assertThat(failure("Echo").getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void a_client_that_goes_before_its_route_is_found_is_told_once_it_is() throws Exception {
    start();
    CompletableFuture<Route> route = new CompletableFuture<>();
    rig.routes.how = call -> route;
    ClientCall<byte[], byte[]> call = begin("Echo", CallOptions.DEFAULT, new CompletableFuture<>());
    Rig.await("the question", () -> rig.routes.calls.size() == 1);
    call.cancel("gone", null);
    route.complete(Routes.to(rig.upstream.address(), rig.routes.calls.get(0)));
    Rig.await("the end", () -> rig.routes.ended.size() == 1);
  }

  @Test
  void a_deadline_is_passed_on_and_kept() throws Exception {
    start();
    CompletableFuture<ServerCall<byte[], byte[]>> there = hanging("Slow", false);
    CompletableFuture<String> timeout = new CompletableFuture<>();
    rig.upstream.on(
        "Timed",
        (call, headers) -> {
          timeout.complete(
              headers.get(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER)));
          return new ServerCall.Listener<>() {};
        });
    begin(
        "Timed",
        CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
        new CompletableFuture<>());
    assertThat(timeout.get(120, TimeUnit.SECONDS)).isNotNull();
    try (RawClient raw = new RawClient(rig.gateway.port()).greet()) {
      raw.open(1, "Slow", "grpc-timeout", "300m")
          .frame(RawClient.DATA, 1, 1, RawClient.prefixed(Messages.small()));
      assertThat(raw.status(1)).startsWith("4 the call's deadline is over");
    }
    Rig.await("its end there", () -> there.isDone() && there.join().isCancelled());
  }

  @Test
  void a_server_that_is_not_there_is_unavailable() throws Exception {
    start();
    rig.upstream.close();
    assertThat(failure("Echo").getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure("Echo").getDescription()).contains("server does not answer");
  }

  @Test
  void a_client_connection_that_breaks_cancels_its_calls() throws Exception {
    start();
    CompletableFuture<ServerCall<byte[], byte[]>> there = hanging("Slow", true);
    try (RawClient raw = new RawClient(rig.gateway.port()).greet()) {
      raw.call(1, "Slow", Messages.small());
      raw.next(RawClient.DATA, 1);
    }
    Rig.await("the cancellation", () -> there.join().isCancelled());
    Rig.await("the end", () -> rig.routes.ended.size() == 1);
    assertThat(rig.routes.ended.get(0).end().clientGone()).isTrue();
    Rig.await("no connection of the client's", () -> rig.gateway.connections() == 0);
  }

  @Test
  void servers_that_replace_their_connections_fail_no_call() throws Exception {
    start(
        new Upstream(
            server ->
                server
                    .maxConnectionAge(300, TimeUnit.MILLISECONDS)
                    .maxConnectionAgeGrace(5, TimeUnit.SECONDS)));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    int calls = 0;
    while (System.nanoTime() < end) {
      rig.unary("Echo", Messages.small());
      calls++;
    }
    assertThat(calls).isGreaterThan(100);
    assertThat(rig.gateway.serverConnections()).isLessThanOrEqualTo(2);
  }

  @Test
  void calls_beyond_what_one_connection_takes_get_another() throws Exception {
    start(new Upstream(server -> server.maxConcurrentCallsPerConnection(2)));
    AtomicInteger there = new AtomicInteger();
    rig.upstream.on(
        "Slow",
        (call, headers) -> {
          there.incrementAndGet();
          return new ServerCall.Listener<>() {};
        });
    for (int i = 0; i < 7; i++) {
      begin("Slow", CallOptions.DEFAULT, new CompletableFuture<>());
    }
    Rig.await("all calls", () -> there.get() == 7);
    assertThat(rig.gateway.serverConnections()).isEqualTo(4);
  }

  @Test
  void results_under_way_get_connections_of_their_own_and_other_calls_do_not() throws Exception {
    start();
    rig.upstream.on("ExecutePlan", (call, headers) -> new ServerCall.Listener<>() {});
    var slow = hanging("Slow", true);
    begin("Slow", CallOptions.DEFAULT, new CompletableFuture<>());
    slow.get(60, TimeUnit.SECONDS);
    rig.unary("Echo", Messages.small());
    assertThat(rig.gateway.serverConnections()).isEqualTo(1);
    Rig.await(
        "a third connection",
        60,
        () -> {
          begin("ExecutePlan", CallOptions.DEFAULT, new CompletableFuture<>());
          return rig.gateway.serverConnections() >= 3;
        });
  }

  @Test
  void an_answer_that_is_not_read_stops_no_other_and_stays_at_the_server() throws Exception {
    start();
    AtomicInteger sent = new AtomicInteger();
    rig.upstream.on(
        "Endless",
        (call, headers) -> {
          call.request(9);
          call.sendHeaders(new Metadata());
          return new ServerCall.Listener<>() {
            @Override
            public void onReady() {
              while (call.isReady() && sent.get() < 1000) {
                call.sendMessage(new byte[100_000]);
                sent.incrementAndGet();
              }
            }
          };
        });
    ClientCall<byte[], byte[]> unread =
        rig.channel.newCall(
            Bytes.method(MethodType.SERVER_STREAMING, "Endless"), CallOptions.DEFAULT);
    unread.start(new ClientCall.Listener<>() {}, new Metadata());
    unread.sendMessage(Messages.small());
    unread.halfClose();
    Rig.await("the first messages", () -> sent.get() > 0);
    for (int i = 0; i < 200; i++) {
      rig.unary("Echo", Messages.execute(10_000));
    }
    // A client's window, ours, and what the server writes ahead.
    assertThat(sent.get()).isLessThan(120);
    unread.cancel("enough", null);
  }

  @Test
  void a_drain_lets_calls_end_and_then_cuts_them() throws Exception {
    start();
    CompletableFuture<ServerCall<byte[], byte[]>> soon = hanging("Soon", true);
    CompletableFuture<ServerCall<byte[], byte[]>> never = hanging("Never", true);
    CompletableFuture<Status> ended = new CompletableFuture<>();
    CompletableFuture<Status> cut = new CompletableFuture<>();
    begin("Soon", CallOptions.DEFAULT, ended);
    begin("Never", CallOptions.DEFAULT, cut);
    never.get(120, TimeUnit.SECONDS);
    int port = rig.gateway.port();
    CompletableFuture<Void> drained = CompletableFuture.runAsync(rig.gateway::drain);
    Rig.await("a closed door", () -> refuses(port));
    soon.get(120, TimeUnit.SECONDS).close(Status.OK, new Metadata());
    assertThat(ended.get(120, TimeUnit.SECONDS).isOk()).isTrue();
    assertThat(cut.isDone()).isFalse();
    assertThat(cut.get(120, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    drained.get(120, TimeUnit.SECONDS);
    assertThat(rig.gateway.connections()).isZero();
  }

  @Test
  void unused_connections_to_servers_are_closed() throws Exception {
    GatewayConfig config = GatewayConfig.of("127.0.0.1", 0).withEventLoops(1);
    GatewayConfig.Times usual = GatewayConfig.Times.usual();
    rig =
        new Rig(
            config.with(
                new GatewayConfig.Times(
                    usual.handshake(),
                    usual.firstMessage(),
                    usual.route(),
                    usual.connect(),
                    usual.keepalive(),
                    usual.keepaliveAnswer(),
                    Duration.ofMillis(200),
                    usual.drain())));
    var unused = hanging("Slow", true);
    Iterator<byte[]> answers = rig.stream("Slow", Messages.small());
    assertThat(answers.next()).hasSize(1);
    assertThat(rig.gateway.serverConnections()).isEqualTo(1);
    rig.channel.shutdownNow();
    Rig.await("no connection", () -> rig.gateway.serverConnections() == 0);
  }

  @Test
  void a_client_that_does_not_answer_a_ping_is_gone() throws Exception {
    GatewayConfig.Times quick = Rig.QUICK;
    rig =
        new Rig(
            GatewayConfig.of("127.0.0.1", 0)
                .with(
                    new GatewayConfig.Times(
                        quick.handshake(),
                        quick.firstMessage(),
                        quick.route(),
                        quick.connect(),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        quick.upstreamIdle(),
                        quick.drain())));
    try (RawClient raw = new RawClient(rig.gateway.port()).greet()) {
      raw.next(RawClient.PING, 0);
      raw.awaitEnd();
    }
  }

  private static boolean refuses(int port) {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (java.io.IOException refused) {
      return true;
    }
  }

  private ClientCall<byte[], byte[]> begin(
      String method, CallOptions options, CompletableFuture<Status> end) {
    ClientCall<byte[], byte[]> call =
        rig.channel.newCall(Bytes.method(MethodType.SERVER_STREAMING, method), options);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(9);
    call.sendMessage(Messages.small());
    call.halfClose();
    return call;
  }
}
