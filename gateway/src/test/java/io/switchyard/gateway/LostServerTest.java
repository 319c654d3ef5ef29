package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that go away in the middle of a call. */
final class LostServerTest {

  private RawServer server;
  private Gateway gateway;
  private RawClient client;
  private Routes routes;

  private void start(RawServer.Deed deed) throws Exception {
    server = new RawServer(deed);
    routes = new Routes(server.address());
    gateway = Gateway.start(GatewayConfig.of("127.0.0.1", 0), routes);
    client = new RawClient(gateway.port()).greet();
    client.call(1, "ExecutePlan", Messages.small());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    gateway.close();
    server.close();
  }

  @Test
  void before_its_answer_it_is_unavailable() throws Exception {
    start((from, out, stream) -> {});
    RawClient.Frame answer = client.next(RawClient.HEADERS, 1);
    assertThat(answer.ends()).isTrue();
    assertThat(answer.headers().status().toString()).isEqualTo("200");
    assertThat(answer.headers().get("grpc-status").toString()).isEqualTo("14");
    Rig.await("the end", () -> routes.ended.size() == 1);
    assertThat(routes.ended.get(0).end().status()).isEqualTo(14);
    assertThat(routes.ended.get(0).end().clientGone()).isFalse();
  }

  @Test
  void amid_its_answer_it_is_unavailable_after_what_was_there() throws Exception {
    start((from, out, stream) -> from.beginAnswer(out, stream));
    assertThat(client.next(RawClient.HEADERS, 1).ends()).isFalse();
    assertThat(client.next(RawClient.DATA, 1).payload()).hasSize(7);
    assertThat(client.status(1)).startsWith("14 the connection to the server was lost");
  }

  @Test
  void a_call_that_it_never_looked_at_may_be_repeated_by_the_client_unseen() throws Exception {
    start(
        (from, out, stream) ->
            from.frame(out, RawClient.GOAWAY, 0, 0, ByteBuffer.allocate(8).array()));
    assertThat(client.next(RawClient.RST_STREAM, 1).number())
        .isEqualTo((int) Http2Error.REFUSED_STREAM.code());
  }

  @Test
  void a_reset_is_passed_on_with_its_code() throws Exception {
    start(
        (from, out, stream) ->
            from.frame(
                out,
                RawClient.RST_STREAM,
                0,
                stream,
                RawClient.number((int) Http2Error.ENHANCE_YOUR_CALM.code())));
    assertThat(client.next(RawClient.RST_STREAM, 1).number())
        .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
  }

  @Test
  void an_answer_with_headers_beyond_the_limit_is_not_one_to_try_again() throws Exception {
    start((from, out, stream) -> from.answerAtLength(out, stream, ServerPeer.HEADERS + 50_000));
    assertThat(client.status(1))
        .startsWith("8 the server's answer has headers of more than 1048576");
    Rig.await("the end", () -> routes.ended.size() == 1);
    assertThat(routes.ended.get(0).end().status()).isEqualTo(8);
  }

  @Test
  void an_answer_that_breaks_the_protocol_is_no_loss_of_the_connection() throws Exception {
    start(
        (from, out, stream) -> {
          from.beginAnswer(out, stream);
          // A window of 2^31 and more.
          byte[] most = RawClient.number(Integer.MAX_VALUE);
          from.frame(out, RawClient.WINDOW_UPDATE, 0, stream, most);
        });
    assertThat(client.status(1)).startsWith("13 the server broke the protocol");
  }

  @Test
  void one_that_does_not_speak_http2_is_unavailable() throws Exception {
    start(
        (from, out, stream) ->
            out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThat(client.status(1)).startsWith("14 ");
  }
}
