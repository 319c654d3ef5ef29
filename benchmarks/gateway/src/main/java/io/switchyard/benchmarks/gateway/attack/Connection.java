package io.switchyard.benchmarks.gateway.attack;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A connection of an attacker, which answers settings and pings, and says how its calls ended. */
final class Connection implements AutoCloseable {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);
  private static final int KEPT = 1 << 20;
  private static final int WINDOW = 1 << 30;

  /** A call's end, and what was answered before. */
  record End(String what, byte[] data) {
    String text() {
      return new String(data, StandardCharsets.ISO_8859_1);
    }
  }

  private final SocketChannel socket = SocketChannel.open();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
  private final Map<Integer, CompletableFuture<End>> ends = new ConcurrentHashMap<>();
  private final Map<Integer, ByteArrayOutputStream> answers = new ConcurrentHashMap<>();
  private final String authority;
  private final byte[] head = new byte[9];
  private int headBytes;
  private byte[] payload = {};
  private int payloadBytes;
  private volatile String end = "open";
  private volatile long received;
  private volatile boolean reads = true;

  /** Connects, and greets if told so. */
  Connection(Poller poller, int port, boolean greets) throws IOException {
    authority = "localhost:" + port;
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.configureBlocking(false);
    if (greets) {
      greet();
    }
    poller.add(this);
  }

  void greet() {
    send(Frames.PREFACE);
    send(Frames.frame(Frames.SETTINGS, 0, 0));
  }

  SocketChannel socket() {
    return socket;
  }

  /** Leaves what comes in the socket from now on. */
  void stopReading() {
    reads = false;
  }

  boolean reads() {
    return reads;
  }

  boolean isOpen() {
    return end.equals("open");
  }

  /** Why it ended; "open" until then. */
  String end() {
    return end;
  }

  long received() {
    return received;
  }

  /** Sends; false if the other side is gone, or takes nothing for a while. */
  synchronized boolean send(byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    long until = System.nanoTime() + PATIENCE;
    try {
      while (left.hasRemaining()) {
        if (socket.write(left) == 0) {
          if (System.nanoTime() > until || !isOpen()) {
            return false;
          }
          LockSupport.parkNanos(50_000);
        }
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The begin of a call. */
  CompletableFuture<End> open(int stream, String method, String... headers) {
    CompletableFuture<End> ended = ends.computeIfAbsent(stream, s -> new CompletableFuture<>());
    byte[] block = Frames.headers(authority, method, headers);
    if (!send(Frames.frame(Frames.HEADERS, Frames.END_HEADERS, stream, block))) {
      ended.complete(new End(end, new byte[0]));
    }
    return ended;
  }

  /** A call of one message, and how it ended. */
  End call(int stream, String method, Message message, String... headers) {
    var ended = begin(stream, method, message, headers);
    return await(ended);
  }

  CompletableFuture<End> begin(int stream, String method, Message message, String... headers) {
    CompletableFuture<End> ended = open(stream, method, headers);
    byte[] bytes = Frames.prefixed(message.toBytes());
    send(Frames.frame(Frames.DATA, Frames.END_STREAM, stream, bytes));
    return ended;
  }

  static End await(CompletableFuture<End> ended) {
    try {
      return ended.get(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new End("nothing in 60 s", new byte[0]);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // What comes.

  void feed(ByteBuffer in) {
    received += in.remaining();
    while (in.hasRemaining()) {
      if (headBytes < head.length) {
        head[headBytes++] = in.get();
        if (headBytes == head.length) {
          payload = new byte[ByteBuffer.wrap(head).getInt() >>> 8];
          payloadBytes = 0;
        }
      } else {
        int some = Math.min(in.remaining(), payload.length - payloadBytes);
        in.get(payload, payloadBytes, some);
        payloadBytes += some;
      }
      if (headBytes == head.length && payloadBytes == payload.length) {
        headBytes = 0;
        frame(head[3], head[4], ByteBuffer.wrap(head).getInt(5));
      }
    }
  }

  private void frame(int type, int flags, int stream) {
    switch (type) {
      case Frames.SETTINGS -> confirm(flags, new byte[0], Frames.SETTINGS);
      case Frames.PING -> confirm(flags, payload, Frames.PING);
      case Frames.DATA -> data(stream);
      case Frames.HEADERS -> headers(flags, stream);
      case Frames.RST_STREAM -> over(stream, "RST " + error(0));
      case Frames.GOAWAY -> {
        if (isOpen()) {
          end = "GOAWAY " + error(4);
        }
      }
      default -> {}
    }
  }

  private String error(int at) {
    return String.valueOf(Http2Error.valueOf(ByteBuffer.wrap(payload).getInt(at)));
  }

  private void confirm(int flags, byte[] content, int type) {
    if ((flags & Frames.ACK) == 0) {
      send(Frames.frame(type, Frames.ACK, 0, content));
    }
  }

  private void data(int stream) {
    ByteArrayOutputStream answer =
        answers.computeIfAbsent(stream, s -> new ByteArrayOutputStream());
    if (answer.size() < KEPT) {
      answer.writeBytes(payload);
    }
  }

  /** The gateway may send as much as it likes on a stream. */
  void openWindow(int stream) {
    send(Frames.frame(Frames.WINDOW_UPDATE, 0, stream, Frames.number(WINDOW)));
  }

  private void headers(int flags, int stream) {
    try {
      Http2Headers headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload));
      if ((flags & Frames.END_STREAM) != 0) {
        CharSequence said = headers.get("grpc-message");
        String status = "status " + headers.get("grpc-status");
        over(stream, said == null ? status : status + " " + said);
      }
    } catch (Http2Exception e) {
      over(stream, "unreadable: " + e.getMessage());
    }
  }

  private void over(int stream, String what) {
    ByteArrayOutputStream answer = answers.remove(stream);
    ends.computeIfAbsent(stream, s -> new CompletableFuture<>())
        .complete(new End(what, answer == null ? new byte[0] : answer.toByteArray()));
  }

  void ended(String why) {
    if (isOpen()) {
      end = why;
    }
    ends.values().forEach(call -> call.complete(new End(end, new byte[0])));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    ended("left");
  }
}
