package io.switchyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestRewriterTest {

  private static final ConnectMethod EXECUTE =
      ConnectMethod.of(ConnectMethod.SERVICE + "ExecutePlan");
  private static final int MOST = 1 << 20;

  private static final byte[] USER =
      new Proto().message(2, new Proto().text(1, "ada").text(2, "ada")).toBytes();

  private final RequestRewriter rewriter =
      new RequestRewriter(Messages.SESSION, "ada", EXECUTE, MOST);

  private byte[] rewritten(byte[] stream, int pieces) throws BadRequest {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < stream.length; at += pieces) {
      int end = Math.min(stream.length, at + pieces);
      ByteBuf in = Unpooled.copiedBuffer(stream, at, end - at);
      ByteBuf out = rewriter.rewrite(UnpooledByteBufAllocator.DEFAULT, in);
      byte[] some = new byte[out.readableBytes()];
      out.readBytes(some);
      all.writeBytes(some);
      assertThat(in.isReadable()).isFalse();
      out.release();
      in.release();
      assertThat(in.refCnt()).isZero();
    }
    return all.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64, 4_095, 4_096, 4_097, 10_000, 1_000_000})
  void however_the_messages_come_in_pieces(int pieces) throws Exception {
    byte[] plan = new byte[20_000];
    Arrays.fill(plan, (byte) 0x0a);
    byte[] one =
        Messages.of(Messages.SESSION, "mallory")
            .bytes(3, plan)
            .text(6, "op-7")
            .number(9, -1)
            .toBytes();
    byte[] two = new Proto().number(1000, 1L << 40).bytes(5, new byte[300]).toBytes();
    byte[] expected =
        joined(
            RawClient.prefixed(joined(one, USER)),
            RawClient.prefixed(joined(two, USER)),
            RawClient.prefixed(USER));
    byte[] stream =
        joined(RawClient.prefixed(one), RawClient.prefixed(two), RawClient.prefixed(new byte[0]));
    assertThat(rewritten(stream, pieces)).isEqualTo(expected);
    assertThat(rewriter.operation()).isEqualTo("op-7");
    assertThat(rewriter.betweenMessages()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void a_message_of_another_session_stops_there(int pieces) {
    byte[] other = Messages.of("another", "ada").toBytes();
    assertThatThrownBy(() -> rewritten(RawClient.prefixed(other), pieces))
        .hasMessage("the messages of a call are of one session");
  }

  @Test
  void a_session_or_user_of_another_wire_type_is_malformed() {
    for (int field : new int[] {1, 2, 6}) {
      byte[] odd = new Proto().number(field, 7).toBytes();
      assertThatThrownBy(() -> rewritten(RawClient.prefixed(odd), 100))
          .hasMessage(BadRequest.malformed().getMessage());
    }
  }

  /** Of all these, readers of protobuf take the user that comes last, which is ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 07 0a 05 61 6c 69 63 65",
        "12 07 0a 05 61 6c 69 63 65 12 05 0a 03 62 6f 62",
        "12 00",
        "92 80 80 80 00 03 0a 01 78",
        "12 83 80 80 80 00 0a 01 78",
        "12 0e 0a 05 61 6c 69 63 65 0a 05 6d 61 6c 6c 79",
        "12 05 0b 0a 01 78 0c",
        "12 03 ff ff ff"
      })
  void whatever_it_says_of_its_user_is_followed_by_ours(String hex) throws Exception {
    byte[] odd = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    byte[] message = joined(new Proto().text(1, Messages.SESSION).toBytes(), odd);
    assertThat(rewritten(RawClient.prefixed(message), 3))
        .isEqualTo(RawClient.prefixed(joined(message, USER)));
  }

  /** What could make readers take the end of the message for something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "13 0a 01 78",
        "13 0a 01 78 14",
        "14",
        "12 05 0a 01 78",
        "12",
        "12 ff ff ff ff 0f",
        "12 80 80 80 80 80 00",
        "92 80 80 80 80 00 00",
        "92 80 80 80 10 01 78",
        "10 01",
        "11 01 02 03 04 05 06 07 08",
        "15 01 02 03 04",
        "16 00",
        "17 00",
        "18 ff ff ff ff ff ff ff ff ff ff 01",
        "18 80",
        "02 00"
      })
  void what_is_ambiguous_never_gets_whole_to_the_server(String hex) {
    byte[] odd = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    byte[] message = joined(new Proto().text(1, Messages.SESSION).toBytes(), odd);
    for (int pieces : new int[] {1, 1000}) {
      RequestRewriter fresh = new RequestRewriter(Messages.SESSION, "ada", EXECUTE, MOST);
      assertThatThrownBy(
              () -> {
                for (int at = 0; at < message.length + 5; at += pieces) {
                  byte[] all = RawClient.prefixed(message);
                  int end = Math.min(all.length, at + pieces);
                  fresh
                      .rewrite(
                          UnpooledByteBufAllocator.DEFAULT,
                          Unpooled.copiedBuffer(all, at, end - at))
                      .release();
                }
              })
          .hasMessage(BadRequest.malformed().getMessage());
    }
  }

  @Test
  void the_end_of_a_stream_amid_a_message_is_noticed() throws Exception {
    byte[] stream = RawClient.prefixed(Messages.small());
    rewritten(Arrays.copyOf(stream, stream.length - 1), 1000);
    assertThat(rewriter.betweenMessages()).isFalse();
  }
}
