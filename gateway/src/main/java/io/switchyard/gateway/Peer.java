package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connection, with a client or with a server. All of it happens on the connection's event loop;
 * a call's two connections are on the same one.
 *
 * <p>Writing does not flush: all that one turn of the loop brought is flushed once at its end, or
 * when a lot has gathered.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
abstract class Peer extends Http2EventAdapter {

  /** Flushed at once when so many bytes wait for it. */
  private static final int A_LOT = 512 << 10;

  private @Nullable PeerHandler handler;
  private @Nullable ChannelHandlerContext context;
  private Http2Connection.@Nullable PropertyKey calls;
  private boolean flushing;
  private int unflushed;

  void attach(PeerHandler with, ChannelHandlerContext ctx) {
    handler = with;
    context = ctx;
    calls = with.http2().newKey();
    with.http2().addListener(this);
  }

  final PeerHandler handler() {
    return attached(handler);
  }

  final ChannelHandlerContext ctx() {
    return attached(context);
  }

  final Http2Connection http2() {
    return handler().http2();
  }

  final @Nullable RelayedCall callOf(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(attached(calls));
  }

  final @Nullable RelayedCall callOf(int stream) {
    return callOf(http2().stream(stream));
  }

  final void bind(Http2Stream stream, RelayedCall call) {
    stream.setProperty(attached(calls), call);
  }

  private static <T> T attached(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not connected yet");
    }
    return part;
  }

  /** The connection has gone; its streams are about to be closed. */
  void closing() {}

  /** The connection and its streams are gone. */
  abstract void closed();

  /** The other side broke the protocol, or Netty did; the connection is about to be closed. */
  abstract void failing(Throwable cause);

  /** A stream is about to be reset since one side broke the protocol on it. */
  void resetting(boolean here, Http2Exception.StreamException error) {}

  /**
   * All that came has been read, but for what is not a whole frame yet.
   *
   * @param partial bytes of that
   * @param kept bytes of memory that it takes
   * @param frames whole ones so far
   */
  void readTo(int partial, int kept, long frames) {}

  final void writeHeaders(Http2Stream stream, Http2Headers headers, boolean end) {
    writeHeaders(stream.id(), headers, end, ctx().newPromise());
  }

  final void writeHeaders(int stream, Http2Headers headers, boolean end, ChannelPromise promise) {
    handler().encoder().writeHeaders(ctx(), stream, headers, 0, end, promise);
    flushSoon(0);
  }

  /**
   * @param data released by this
   */
  final void writeData(Http2Stream stream, ByteBuf data, boolean end, ChannelPromise promise) {
    int length = data.readableBytes();
    handler().encoder().writeData(ctx(), stream.id(), data, 0, end, promise);
    flushSoon(length);
  }

  final void reset(Http2Stream stream, long code) {
    handler().resetStream(ctx(), stream.id(), code, ctx().newPromise());
    flushSoon(0);
  }

  /** The other side may send so many more bytes on a stream. */
  final void credit(Http2Stream stream, int bytes) {
    Http2LocalFlowController flow = http2().local().flowController();
    try {
      if (bytes > 0 && isOpen(stream) && flow.consumeBytes(stream, bytes)) {
        flushSoon(0);
      }
    } catch (Http2Exception e) {
      handler().onError(ctx(), true, e);
    }
  }

  /** Widens the window of a stream, or of the connection. */
  final void widen(Http2Stream stream, int bytes) {
    try {
      if (bytes > 0 && isOpen(stream)) {
        http2().local().flowController().incrementWindowSize(stream, bytes);
        flushSoon(0);
      }
    } catch (Http2Exception e) {
      handler().onError(ctx(), true, e);
    }
  }

  final void goAway(int lastStream, Http2Error error) {
    handler()
        .goAway(
            ctx(),
            lastStream,
            error.code(),
            io.netty.buffer.Unpooled.EMPTY_BUFFER,
            ctx().newPromise());
    flushSoon(0);
  }

  final void ping(long data) {
    handler().encoder().writePing(ctx(), false, data, ctx().newPromise());
    flushSoon(0);
  }

  /** Closes the connection, after what was written to it before, such as a GOAWAY. */
  final void disconnect() {
    flushNow();
    ctx().close();
  }

  private static boolean isOpen(Http2Stream stream) {
    return stream.state() != Http2Stream.State.CLOSED;
  }

  final void flushSoon(int bytes) {
    unflushed += bytes;
    if (unflushed >= A_LOT) {
      flushNow();
    } else if (!flushing) {
      flushing = true;
      ctx().executor().execute(this::flushLater);
    }
  }

  private void flushLater() {
    flushing = false;
    flushNow();
  }

  private void flushNow() {
    unflushed = 0;
    handler().flush(ctx());
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    RelayedCall call = callOf(stream);
    if (call != null) {
      closed(call, stream);
    }
  }

  /** A stream with a call is closed, for whatever reason. */
  abstract void closed(RelayedCall call, Http2Stream stream);
}
