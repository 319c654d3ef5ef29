package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a Spark Connect server, with calls of any clients of this event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
final class ServerPeer extends Peer {

  private static final Logger LOG = LoggerFactory.getLogger(ServerPeer.class);

  /** How much of one answer is here at the most while its client does not read. */
  static final int WINDOW = 256 << 10;

  /** The same for the few answers at a time that have shown to be large. */
  static final int WIDE_WINDOW = 4 << 20;

  private static final int CONNECTION_WINDOW = 8 << 20;

  /** An answer's headers: a status with details of a few causes may be long. */
  static final int HEADERS = 1 << 20;

  private static final int FRAME = 64 << 10;

  /** There are 2^30 stream ids; the connection is replaced some time before they are used up. */
  static final int LAST_STREAM = Integer.MAX_VALUE - (1 << 20);

  private final Connections connections;
  private boolean ready;
  private boolean begun;
  private boolean retired;
  private boolean gone;
  private int lastSeen = Integer.MAX_VALUE;
  private long idleSince;
  private int results;

  ServerPeer(Connections connections) {
    this.connections = connections;
  }

  PeerHandler newHandler() {
    Http2Settings settings =
        Http2Settings.defaultSettings()
            .pushEnabled(false)
            .initialWindowSize(WINDOW)
            .maxFrameSize(FRAME)
            .maxHeaderListSize(HEADERS);
    return PeerHandler.of(this, false, settings, HEADERS);
  }

  /** Calls for results on this connection. */
  int results() {
    return results;
  }

  boolean isReady() {
    return ready;
  }

  /** Whether the server takes another call on this connection. */
  boolean hasRoom() {
    return ready && !retired && !gone && http2().local().canOpenStream();
  }

  /** Begins a call; null if the connection does not take it after all. */
  @Nullable Http2Stream begin(RelayedCall call, Http2Headers headers) {
    int id =
        begun ? http2().local().incrementAndGetNextStreamId() : connections.loop().firstStream();
    begun = true;
    writeHeaders(id, headers, false, ctx().newPromise());
    Http2Stream stream = http2().stream(id);
    if (stream != null) {
      bind(stream, call);
      results += call.isForResult() ? 1 : 0;
    }
    if (id >= LAST_STREAM) {
      retired = true;
    }
    return stream;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    if (!ready) {
      ready = true;
      widen(http2().connectionStream(), CONNECTION_WINDOW - ClientPeer.WINDOW);
      watchIdleness();
      connections.ready();
    } else {
      connections.serve();
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int stream,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end) {
    onHeadersRead(ctx, stream, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end) {
    AnswerSide answer = answerOf(stream);
    if (answer != null) {
      answer.headers(headers, end);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end) {
    AnswerSide answer = answerOf(stream);
    int now = answer == null ? data.readableBytes() : answer.data(data, end);
    return now + padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error) {
    AnswerSide answer = answerOf(stream);
    if (answer != null) {
      answer.reset(error);
    }
  }

  private @Nullable AnswerSide answerOf(int stream) {
    RelayedCall call = callOf(stream);
    return call == null ? null : call.answer();
  }

  @Override
  public void onGoAwayReceived(int lastStream, long error, ByteBuf debug) {
    retired = true;
    lastSeen = lastStream;
    closeIfDone();
  }

  @Override
  void closed(RelayedCall call, Http2Stream stream) {
    results -= call.isForResult() ? 1 : 0;
    AnswerSide answer = call.answer();
    if (answer != null) {
      answer.closed(stream.id() > lastSeen);
    }
    if (!gone) {
      idleSince = System.nanoTime();
      connections.serve();
      closeIfDone();
    }
  }

  private void closeIfDone() {
    if (retired && http2().numActiveStreams() == 0) {
      connections.loop().executor().execute(this::disconnect);
    }
  }

  private void watchIdleness() {
    idleSince = System.nanoTime();
    lookAgain(connections.loop().config().times().upstreamIdle().toNanos());
  }

  private void lookAgain(long nanos) {
    connections.loop().after(nanos, this::closeIfIdle);
  }

  private void closeIfIdle() {
    if (gone) {
      return;
    }
    long limit = connections.loop().config().times().upstreamIdle().toNanos();
    long idle = System.nanoTime() - idleSince;
    if (http2().numActiveStreams() > 0) {
      lookAgain(limit);
    } else if (idle < limit) {
      lookAgain(limit - idle);
    } else {
      retired = true;
      disconnect();
    }
  }

  @Override
  void closing() {
    gone = true;
  }

  @Override
  void closed() {
    gone = true;
    connections.closed(this, ready);
  }

  @Override
  void resetting(boolean here, Http2Exception.StreamException error) {
    AnswerSide answer = answerOf(error.streamId());
    if (answer != null && !here) {
      boolean headers = error instanceof Http2Exception.HeaderListSizeException;
      answer.broken(
          headers
              ? Status.of(
                  Status.RESOURCE_EXHAUSTED,
                  "the server's answer has headers of more than " + HEADERS + " bytes")
              : Status.of(Status.INTERNAL, "the server broke the protocol"));
    }
  }

  @Override
  void failing(Throwable cause) {
    LOG.atDebug().setCause(cause).log("a server broke the protocol");
  }
}
