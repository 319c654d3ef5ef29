package io.switchyard.benchmarks.gateway.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames by hand, to send what no library would. */
final class Frames {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int PREFIX = 127;

  private Frames() {}

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    return head(payload.length, type, flags, stream, payload);
  }

  /** A frame that says another length than it has. */
  static byte[] head(int length, int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /**
   * A block of headers as a gRPC client writes it.
   *
   * @param path with its service, or only a method of Spark Connect's
   * @param more names and values
   */
  static byte[] headers(String authority, String path, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", "POST");
    field(block, ":scheme", "http");
    field(
        block, ":path", path.startsWith("/") ? path : "/spark.connect.SparkConnectService/" + path);
    field(block, ":authority", authority);
    field(block, "content-type", "application/grpc");
    field(block, "te", "trailers");
    for (int i = 0; i < more.length; i += 2) {
      field(block, more[i], more[i + 1]);
    }
    return block.toByteArray();
  }

  private static void field(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    block.write(Math.min(bytes.length, PREFIX));
    if (bytes.length >= PREFIX) {
      int left = bytes.length - PREFIX;
      while (left >= 128) {
        block.write(left % 128 + 128);
        left /= 128;
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }

  /** A message as gRPC sends it. */
  static byte[] prefixed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
