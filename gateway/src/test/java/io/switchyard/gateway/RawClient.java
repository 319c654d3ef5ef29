package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** HTTP/2 by hand, to send what no library would. */
final class RawClient implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;

  /** A frame that came; headers are decoded. The end of the connection is one of type -1. */
  record Frame(int type, int flags, int stream, byte[] payload, Http2Headers headers) {
    boolean ends() {
      return type <= HEADERS && (flags & END_STREAM) != 0;
    }

    int number() {
      return ByteBuffer.wrap(payload).getInt(payload.length == 4 ? 0 : 4);
    }
  }

  private final Socket socket;
  private final DataOutputStream out;
  private boolean greeted;
  private boolean unconfirmed;
  private volatile String goAway = "nothing";
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

  RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    out = new DataOutputStream(socket.getOutputStream());
    Thread reader = new Thread(this::read, "raw-client");
    reader.setDaemon(true);
    reader.start();
  }

  /** Says that it speaks HTTP/2. */
  synchronized RawClient greet() throws IOException {
    bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
    greeted = true;
    return unconfirmed ? frame(SETTINGS, ACK, 0, new byte[0]) : this;
  }

  /** The gateway's settings may come before the greeting, which has to be first. */
  private synchronized void confirm() throws IOException {
    unconfirmed = !greeted;
    if (greeted) {
      frame(SETTINGS, ACK, 0, new byte[0]);
    }
  }

  synchronized RawClient bytes(byte[] some) throws IOException {
    out.write(some);
    out.flush();
    return this;
  }

  RawClient frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return bytes(frame.array());
  }

  RawClient open(int stream, String method, String... more) throws IOException {
    return frame(HEADERS, END_HEADERS, stream, headers(method, more));
  }

  /** A whole call of one message. */
  RawClient call(int stream, String method, byte[] message) throws IOException {
    return open(stream, method).frame(DATA, END_STREAM, stream, prefixed(message));
  }

  static byte[] headers(String method, String... more) {
    return headersTo("gateway.test:443", method, more);
  }

  static byte[] headersTo(String authority, String method, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String path = method.startsWith("/") ? method : "/" + Bytes.SERVICE + "/" + method;
    field(block, ":method", "POST");
    field(block, ":scheme", "http");
    field(block, ":path", path);
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
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int left = bytes.length - 127;
      while (left >= 128) {
        block.write(left % 128 + 128);
        left /= 128;
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }

  static byte[] prefixed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** The next frame of a kind; what comes before it is skipped. */
  Frame next(Predicate<Frame> kind) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Frame frame = frames.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("nothing of the kind came");
      }
      if (kind.test(frame)) {
        return frame;
      }
      if (frame.type() == -1) {
        throw new AssertionError("the connection ended; the gateway said: " + goAway);
      }
    }
  }

  Frame next(int type, int stream) throws InterruptedException {
    return next(frame -> frame.type() == type && frame.stream() == stream);
  }

  /** The gRPC status that ends a call, with its message. */
  String status(int stream) throws InterruptedException {
    Frame end = next(frame -> frame.type() == HEADERS && frame.stream() == stream && frame.ends());
    CharSequence message = end.headers().get("grpc-message");
    return end.headers().get("grpc-status") + (message == null ? "" : " " + message);
  }

  void awaitEnd() throws InterruptedException {
    next(frame -> frame.type() == -1);
  }

  private void read() {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        ByteBuf block = Unpooled.wrappedBuffer(payload);
        Http2Headers headers = type == HEADERS ? decoder.decodeHeaders(stream, block) : null;
        if (type == SETTINGS && flags == 0) {
          confirm();
        }
        if (type == GOAWAY) {
          goAway = payload[7] + " " + new String(payload, 8, length - 8, StandardCharsets.UTF_8);
        }
        frames.add(new Frame(type, flags, stream, payload, headers));
      }
    } catch (IOException | io.netty.handler.codec.http2.Http2Exception e) {
      goAway += "; then " + e;
      frames.add(new Frame(-1, 0, 0, new byte[0], null));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
