package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.switchyard.ports.session.CallRefused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway before a real Spark Connect server. Messages are written by hand. */
final class SparkIT {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir private static Path temp;
  private static ConnectServer spark;
  private static Routes routes;
  private static Gateway gateway;
  private static ManagedChannel through;
  private static ManagedChannel direct;

  @BeforeAll
  static void start() throws Exception {
    spark = new ConnectServer(temp, Routes.TOKEN);
    routes = new Routes(spark.address());
    gateway = Gateway.start(GatewayConfig.of("127.0.0.1", 0), routes);
    through = channel(gateway.port());
    direct = channel(spark.address().port());
  }

  @AfterAll
  static void stop() {
    Stream.of(through, direct).filter(c -> c != null).forEach(ManagedChannel::shutdownNow);
    if (gateway != null) {
      gateway.close();
    }
    if (spark != null) {
      spark.close();
    }
  }

  private static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .maxInboundMessageSize(128 << 20)
        .build();
  }

  private static String session(int number) {
    return "00000000-0000-4000-8000-00000000000" + number;
  }

  private static Proto sql(String session, String user, String query) {
    Proto relation = new Proto().message(10, new Proto().text(1, query));
    return Messages.of(session, user).message(3, new Proto().message(1, relation));
  }

  /** All answers as text, with whatever else is in them. */
  private static String answers(ManagedChannel to, String method, MethodType type, Proto request) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + (to == direct ? Routes.TOKEN : "the client's own"));
    var channel =
        ClientInterceptors.intercept(to, MetadataUtils.newAttachHeadersInterceptor(headers));
    StringBuilder text = new StringBuilder();
    ClientCalls.blockingServerStreamingCall(
            channel,
            Bytes.method(type, method),
            CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS),
            request.toBytes())
        .forEachRemaining(m -> text.append(new String(m, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  private static String execute(ManagedChannel to, Proto request) {
    return answers(to, "ExecutePlan", MethodType.SERVER_STREAMING, request);
  }

  private static StatusRuntimeException failure(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      return e;
    }
    throw new AssertionError("it did not fail");
  }

  @Test
  void spark_sees_the_authenticated_user_whatever_the_client_says() {
    String id = session(1);
    execute(through, sql(id, "mallory", "create temporary view mine as select 'it is ' || 'ada'"));
    assertThat(execute(through, sql(id, "someone else", "select * from mine")))
        .contains("it is ada");
    assertThat(execute(direct, sql(id, Routes.USER, "select * from mine"))).contains("it is ada");
    StatusRuntimeException other =
        failure(() -> execute(direct, sql(id, "mallory", "select * from mine")));
    assertThat(other.getStatus().getDescription()).contains("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void a_client_never_reads_the_servers_token() {
    Proto all = Messages.of(session(2), "a").message(3, new Proto().message(5, new Proto()));
    String shown = answers(through, "Config", MethodType.UNARY, all);
    assertThat(shown).contains("spark.app.name").doesNotContain(Routes.TOKEN);
    Proto prefixed =
        Messages.of(session(2), "a")
            .message(3, new Proto().message(5, new Proto().text(1, "spark.connect.authenticate.")));
    assertThat(answers(through, "Config", MethodType.UNARY, prefixed)).doesNotContain(Routes.TOKEN);
  }

  @Test
  void a_large_result_arrives_whole() {
    String query = "select id, repeat('x', 1000) from range(0, 30000, 1, 4)";
    String got = execute(through, sql(session(3), "a", query));
    assertThat(got.length()).isGreaterThan(30_000_000);
  }

  @Test
  void a_closed_session_looks_like_sparks_own() {
    String id = session(4);
    execute(through, sql(id, "a", "select 1"));
    try {
      answers(through, "ReleaseSession", MethodType.UNARY, Messages.of(id, "a"));
    } catch (StatusRuntimeException withoutMllib) {
      // The session is closed nevertheless.
    }
    StatusRuntimeException sparks = failure(() -> execute(through, sql(id, "a", "select 1")));
    var how = routes.how;
    routes.how =
        call ->
            CompletableFuture.failedFuture(
                new CallRefused(CallRefused.Reason.SESSION_CLOSED, "Its server is gone."));
    StatusRuntimeException ours;
    try {
      ours = failure(() -> execute(through, sql(id, "a", "select 1")));
    } finally {
      routes.how = how;
    }
    assertThat(ours.getStatus().getCode()).isEqualTo(sparks.getStatus().getCode());
    String start = "[INVALID_HANDLE.SESSION_CLOSED] The handle " + id + " is invalid.";
    assertThat(sparks.getStatus().getDescription()).startsWith(start);
    assertThat(ours.getStatus().getDescription()).startsWith(start);
    assertThat(words(ours)).isSubsetOf(words(sparks));
    assertThat(words(sparks)).contains("errorClass", "messageParameters", "sqlState");
    assertThat(words(ours)).contains("errorClass", "messageParameters", "sqlState");
  }

  /** The words that programs look for in an error's details. */
  private static List<String> words(StatusRuntimeException e) {
    String details = new String(e.getTrailers().get(DETAILS), StandardCharsets.ISO_8859_1);
    return Pattern.compile(
            "google.rpc.ErrorInfo|org\\.apache\\.spark\\.[A-Za-z]+|errorClass|[A-Z_]+\\.SESSION_CLOSED|messageParameters|sqlState|HY000|classes|java\\.[a-zA-Z.]+|\\{\"handle\":\"[^}]+}")
        .matcher(details)
        .results()
        .map(r -> r.group())
        .distinct()
        .toList();
  }
}
