package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** What a server says to one call, on its way to the client. */
final class AnswerSide {

  /** An answer that is larger than this so far is a large one. */
  private static final int LARGE = 128 << 10;

  private final RelayedCall call;
  private final ClientPeer client;
  private final Http2Stream toClient;
  private final ServerPeer server;
  private final @Nullable WholeAnswer whole;

  private @Nullable Http2Stream fromServer;
  private boolean began;
  private boolean ended;
  private boolean wide;
  private long bytes;

  /**
   * @param read whether the answer is read before it is passed on
   */
  AnswerSide(
      RelayedCall call, ClientPeer client, Http2Stream toClient, ServerPeer server, boolean read) {
    this.call = call;
    this.client = client;
    this.toClient = toClient;
    this.server = server;
    this.whole =
        read ? new WholeAnswer(this, client.loop().config().limits().configMessage()) : null;
  }

  /** The call has begun at the server. */
  void on(Http2Stream stream) {
    fromServer = stream;
  }

  /** Whether the client has got headers. */
  boolean began() {
    return began;
  }

  /** Of messages so far. */
  long bytes() {
    return bytes;
  }

  RelayedCall call() {
    return call;
  }

  /** The answer's headers, or its trailers. */
  void headers(Http2Headers answer, boolean end) {
    if (!end) {
      began = true;
      client.writeHeaders(toClient, answer, false);
      return;
    }
    ended = true;
    if (whole == null || whole.endsWith(answer)) {
      call.answered(answer);
    }
  }

  /**
   * Some of the answer.
   *
   * @return how many of its bytes the server may send again at once
   */
  int data(ByteBuf data, boolean end) {
    int length = data.readableBytes();
    bytes += length;
    if (whole != null) {
      whole.add(data);
    } else {
      passOn(data, length);
    }
    if (end) {
      // Not as gRPC ends answers.
      ended = true;
      call.end(Status.of(Status.INTERNAL, "the server ended its answer without a status"));
    }
    return whole != null ? length : 0;
  }

  private void passOn(ByteBuf data, int length) {
    Http2Stream from = fromServer;
    ChannelPromise sent = client.ctx().newPromise();
    if (from != null) {
      sent.addListener(done -> server.credit(from, length));
      widen(from);
    }
    client.answering();
    client.writeData(toClient, data.retain(), false, sent);
  }

  private void widen(Http2Stream from) {
    if (!wide && bytes > LARGE && client.loop().takeWide()) {
      wide = true;
      server.widen(from, ServerPeer.WIDE_WINDOW - ServerPeer.WINDOW);
    }
  }

  /** A message that was read whole. */
  void message(byte[] message) {
    if (call.isRelaying()) {
      ByteBuf out = Unpooled.buffer(FirstFields.PREFIX + message.length);
      out.writeByte(0).writeInt(message.length).writeBytes(message);
      client.writeData(toClient, out, false, client.ctx().newPromise());
    }
  }

  /** The trailers that waited for whoever reads the answer. */
  void ends(Http2Headers trailers) {
    if (call.isRelaying()) {
      call.answered(trailers);
    }
  }

  /** The server reset the stream. */
  void reset(long error) {
    if (!ended) {
      ended = true;
      call.answeredWithReset(error);
    }
  }

  /**
   * The stream at the server is closed.
   *
   * @param unseen whether the server said that it has not looked at the call
   */
  void closed(boolean unseen) {
    if (ended) {
      return;
    }
    ended = true;
    if (unseen && !began) {
      call.answeredWithReset(Http2Error.REFUSED_STREAM.code());
    } else {
      call.end(Status.unavailable("the connection to the server was lost"));
    }
  }

  /** The server said what it must not, or too much of it. */
  void broken(Status status) {
    if (!ended) {
      call.end(status);
    }
  }

  /** Tells the server that nobody waits any more, if it is still at it. */
  void stop(long error) {
    Http2Stream stream = fromServer;
    if (stream != null && stream.state() != Http2Stream.State.CLOSED) {
      ended = true;
      server.reset(stream, error);
    }
  }

  void over() {
    if (wide) {
      wide = false;
      client.loop().giveWide();
    }
  }
}
