package io.switchyard.gateway;

import static io.switchyard.gateway.RawClient.CONTINUATION;
import static io.switchyard.gateway.RawClient.DATA;
import static io.switchyard.gateway.RawClient.END_HEADERS;
import static io.switchyard.gateway.RawClient.END_STREAM;
import static io.switchyard.gateway.RawClient.GOAWAY;
import static io.switchyard.gateway.RawClient.HEADERS;
import static io.switchyard.gateway.RawClient.PING;
import static io.switchyard.gateway.RawClient.RST_STREAM;
import static io.switchyard.gateway.RawClient.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no decent client does. Each is refused for itself; after each a decent one is served. */
final class AttackTest {

  private Rig rig;
  private RawClient raw;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig(GatewayConfig.of("127.0.0.1", 0).with(Rig.QUICK));
    rig.upstream.answer(
        "Echo",
        (heard, call) -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(heard.messages().get(0));
          call.close(Status.OK, new Metadata());
        });
    raw = new RawClient(rig.gateway.port()).greet();
  }

  @AfterEach
  void a_decent_client_is_served() throws Exception {
    try {
      assertThat(rig.unary("Echo", Messages.small())).isNotEmpty();
    } finally {
      raw.close();
      rig.close();
    }
  }

  @Test
  void a_message_without_a_session() throws Exception {
    raw.call(1, "Echo", new Proto().text(4, "no session").toBytes());
    assertThat(raw.status(1)).startsWith("3 session_id is missing");
    raw.call(3, "Echo", new byte[0]);
    assertThat(raw.status(3)).startsWith("3 session_id is missing");
    raw.call(5, "Echo", new Proto().text(1, "").toBytes());
    assertThat(raw.status(5)).startsWith("3 session_id is missing");
    raw.frame(HEADERS, END_HEADERS | END_STREAM, 7, RawClient.headers("Echo"));
    assertThat(raw.status(7)).startsWith("3 the call ended");
    assertThat(rig.routes.calls).isEmpty();
  }

  @Test
  void a_session_that_does_not_come_first() throws Exception {
    byte[] late = new Proto().bytes(3, new byte[20_000]).text(1, "late").toBytes();
    raw.open(1, "Echo").frame(DATA, 0, 1, new byte[] {0, 0, 0, 0x4e, 0x30});
    raw.frame(DATA, 0, 1, java.util.Arrays.copyOf(late, 9_000));
    assertThat(raw.status(1)).startsWith("3 session_id is missing");
    assertThat(raw.next(RST_STREAM, 1).number()).isZero();
  }

  @Test
  void two_sessions_in_one_message_never_reach_the_server() throws Exception {
    List<Boolean> heard = new ArrayList<>();
    rig.upstream.answer("Twice", (h, call) -> heard.add(true));
    raw.call(1, "Twice", Messages.of(Messages.SESSION, "a").text(1, "another").toBytes());
    assertThat(raw.status(1)).isEqualTo("3 session_id is there twice");
    assertThat(heard).isEmpty();
  }

  @Test
  void another_session_in_a_later_message() throws Exception {
    byte[] one = RawClient.prefixed(Messages.small());
    byte[] other = RawClient.prefixed(Messages.of("another", "a").toBytes());
    rig.upstream.on(
        "AddArtifacts",
        (call, headers) -> {
          call.request(9);
          return new io.grpc.ServerCall.Listener<>() {};
        });
    raw.open(3, "AddArtifacts").frame(DATA, 0, 3, one).frame(DATA, 0, 3, other);
    assertThat(raw.status(3)).isEqualTo("3 the messages of a call are of one session");
  }

  @Test
  void messages_that_are_not_protobuf() throws Exception {
    byte[] good = Messages.small();
    List<byte[]> bad =
        List.of(
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
            new byte[] {0x0b, 1, 2, 3},
            new byte[] {0x0a, 127, 1},
            new byte[] {0x08, 1},
            new byte[] {0x0a, 2, (byte) 0xc3, 0x28},
            ByteBuffer.allocate(good.length + 1).put(good).put((byte) 0x22).array());
    int stream = 1;
    for (byte[] message : bad) {
      raw.call(stream, "Echo", message);
      assertThat(raw.status(stream)).startsWith("3 ");
      stream += 2;
    }
  }

  @Test
  void a_tag_that_readers_may_understand_differently() throws Exception {
    // Ten bytes of which protobuf looks at 32 bits: field 1.
    byte[] tag = {(byte) 0x8a, -128, -128, -128, (byte) 0x90, 1};
    byte[] good = Messages.small();
    byte[] both =
        ByteBuffer.allocate(good.length + 8)
            .put(good)
            .put(tag)
            .put((byte) 1)
            .put((byte) 65)
            .array();
    raw.call(1, "Echo", both);
    assertThat(raw.status(1)).startsWith("3 the request is not a protobuf message");
  }

  @Test
  void compressed_and_oversized_messages() throws Exception {
    raw.open(1, "Echo", "grpc-encoding", "gzip");
    assertThat(raw.status(1)).startsWith("12 compressed");
    raw.open(3, "Echo").frame(DATA, 0, 3, new byte[] {1, 0, 0, 0, 1, 0});
    RawClient.Frame refused = raw.next(HEADERS, 3);
    assertThat(refused.headers().get("grpc-status").toString()).isEqualTo("12");
    assertThat(refused.headers().get("grpc-accept-encoding").toString()).isEqualTo("identity");
    raw.open(5, "Echo").frame(DATA, 0, 5, new byte[] {0, 8, 0, 0, 1, 0});
    assertThat(raw.status(5)).startsWith("8 a message of 134217729 bytes");
  }

  @Test
  void other_services_and_requests_that_are_not_grpc() throws Exception {
    raw.call(1, "/another.Service/Method", Messages.small());
    assertThat(raw.status(1)).startsWith("12 there is no /another.Service/Method");
    raw.open(3, "Echo", "content-type", "text/html");
    raw.open(5, "/grpc.health.v1.Health/Check").frame(DATA, END_STREAM, 5, new byte[5]);
    assertThat(raw.status(5)).isEqualTo("0");
  }

  @Test
  void calls_that_never_say_their_session_end() throws Exception {
    for (int stream = 1; stream < 400; stream += 2) {
      raw.open(stream, "Echo");
    }
    assertThat(raw.status(1)).startsWith("4 the call's first message");
    assertThat(raw.status(399)).startsWith("4 the call's first message");
    assertThat(rig.routes.calls).isEmpty();
  }

  @Test
  void ten_thousand_calls_that_say_next_to_nothing() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      RawClient one = new RawClient(rig.gateway.port()).greet();
      silent.add(one);
      for (int stream = 1; stream < 500; stream += 2) {
        one.open(stream, "Echo").frame(DATA, 0, stream, new byte[] {0, 0});
      }
      assertThat(rig.unary("Echo", Messages.small())).isNotEmpty();
    }
    for (RawClient one : silent) {
      // Too late or too many, be it calls or frames for calls that have ended: it depends on speed.
      RawClient.Frame end =
          one.next(frame -> frame.type() == -1 || frame.stream() == 499 && frame.ends());
      assertThat(end.headers() == null ? "4" : end.headers().get("grpc-status").toString())
          .isIn("4", "8");
      one.close();
    }
    Rig.await("their connections' end", () -> rig.gateway.connections() <= 2);
  }

  @Test
  void more_calls_at_a_time_than_allowed() throws Exception {
    for (int stream = 1; stream < 2 * 256 + 2; stream += 2) {
      raw.open(stream, "Echo");
    }
    assertThat(raw.next(RST_STREAM, 513).number())
        .isEqualTo((int) Http2Error.REFUSED_STREAM.code());
  }

  @Test
  void an_authority_that_is_no_host_and_header_values_that_are_no_text() throws Exception {
    raw.frame(HEADERS, END_HEADERS, 1, RawClient.headersTo("h".repeat(260), "Echo"));
    assertThat(raw.status(1)).isEqualTo("3 the authority is no host's name");
    raw.open(3, "Echo", "x-two-lines", "one\r\nx-switchyard-team: another");
    assertThat(raw.next(RST_STREAM, 3).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
    raw.open(5, "Echo", "x-Large", "upper case");
    assertThat(raw.next(RST_STREAM, 5).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
    raw.open(7, "Echo", ":authority", "another");
    assertThat(raw.next(RST_STREAM, 7).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
    // Nothing but ":status: 200".
    raw.frame(HEADERS, END_HEADERS, 9, new byte[] {(byte) 0x88});
    assertThat(raw.next(RST_STREAM, 9).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
    // Nothing but ":method: POST".
    raw.frame(HEADERS, END_HEADERS, 11, new byte[] {(byte) 0x83});
    assertThat(raw.next(RST_STREAM, 11).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
    assertThat(rig.routes.calls).isEmpty();
  }

  @Test
  void connections_that_do_not_greet_are_closed() throws Exception {
    try (RawClient silent = new RawClient(rig.gateway.port());
        RawClient slow = new RawClient(rig.gateway.port())) {
      slow.bytes("PRI * HTTP".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      silent.awaitEnd();
      slow.awaitEnd();
    }
  }

  @Test
  void rapid_reset() throws Exception {
    try {
      for (int stream = 1; stream < 2_000; stream += 2) {
        raw.open(stream, "Echo").frame(RST_STREAM, 0, stream, RawClient.number(8));
      }
    } catch (IOException closed) {
      // As it should be.
    }
    // The GOAWAY itself is lost where the kernel still had frames to read.
    raw.awaitEnd();
  }

  @Test
  void headers_without_end() throws Exception {
    raw.frame(HEADERS, 0, 1, RawClient.headers("Echo"));
    byte[] more = new byte[8_000];
    try {
      for (int i = 0; i < 100; i++) {
        raw.frame(CONTINUATION, 0, 1, i % 2 == 0 ? new byte[0] : more);
      }
    } catch (IOException closed) {
      // As it should be.
    }
    raw.awaitEnd();
  }

  @Test
  void headers_that_are_too_large() throws Exception {
    raw.frame(HEADERS, END_HEADERS, 1, RawClient.headers("Echo", "x-large", "x".repeat(16_000)));
    raw.frame(HEADERS, 0, 3, RawClient.headers("Echo", "x-a", "x".repeat(16_000)));
    byte[] more = new byte[16_100];
    more[1] = 1;
    more[2] = 'y';
    more[3] = 127;
    more[4] = (byte) 0x80;
    more[5] = 125;
    raw.frame(CONTINUATION, 0, 3, java.util.Arrays.copyOf(more, 16_000));
    try {
      raw.frame(CONTINUATION, 0, 3, more).frame(CONTINUATION, 0, 3, more);
    } catch (IOException closed) {
      // As it should be.
    }
    raw.awaitEnd();
  }

  @Test
  void floods_of_frames_that_only_make_work() throws Exception {
    for (int type : new int[] {PING, SETTINGS}) {
      try (RawClient flood = new RawClient(rig.gateway.port()).greet()) {
        try {
          for (int i = 0; i < 20_000; i++) {
            flood.frame(type, 0, 0, new byte[type == PING ? 8 : 0]);
          }
        } catch (IOException closed) {
          // As it should be.
        }
        flood.awaitEnd();
      }
    }
  }

  @Test
  void frames_that_break_the_protocol() throws Exception {
    byte[] tooLong = {1, 0x11, 0x70, DATA, 0, 0, 0, 0, 1};
    try (RawClient one = new RawClient(rig.gateway.port()).greet();
        RawClient two = new RawClient(rig.gateway.port()).greet();
        RawClient three = new RawClient(rig.gateway.port()).greet();
        RawClient four = new RawClient(rig.gateway.port())) {
      one.frame(DATA, 0, 0, new byte[1]);
      assertThat(one.next(GOAWAY, 0).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
      two.frame(HEADERS, 0, 1, RawClient.headers("Echo")).frame(DATA, 0, 1, new byte[1]);
      assertThat(two.next(GOAWAY, 0).number()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
      three.open(1, "Echo").bytes(tooLong);
      assertThat(three.next(GOAWAY, 0).number())
          .isEqualTo((int) Http2Error.FRAME_SIZE_ERROR.code());
      four.bytes(
          "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      four.awaitEnd();
    }
  }

  @Test
  void padded_data_is_understood() throws Exception {
    byte[] message = RawClient.prefixed(Messages.small());
    ByteBuffer padded = ByteBuffer.allocate(1 + message.length + 100).put((byte) 100).put(message);
    raw.open(1, "Echo").frame(DATA, RawClient.PADDED | END_STREAM, 1, padded.array());
    assertThat(raw.status(1)).isEqualTo("0");
  }

  @Test
  void a_message_byte_by_byte() throws Exception {
    raw.open(1, "Echo");
    for (byte one : RawClient.prefixed(Messages.small())) {
      raw.frame(DATA, 0, 1, new byte[] {one});
    }
    raw.frame(DATA, END_STREAM, 1, new byte[0]);
    assertThat(raw.status(1)).isEqualTo("0");
  }
}
