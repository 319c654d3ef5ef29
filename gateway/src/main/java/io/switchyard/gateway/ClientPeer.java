package io.switchyard.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
final class ClientPeer extends Peer implements Waiting.Guest {

  private static final Logger LOG = LoggerFactory.getLogger(ClientPeer.class);

  /** What a call may send before it is known where it goes. */
  static final int WINDOW = 65_535;

  private static final int CONNECTION_WINDOW = 1 << 20;
  private static final int FRAME = 64 << 10;

  /** Of what may be left of a turn's bytes without that being noted: less than a frame's head. */
  private static final int SCRAP = 9;

  /**
   * There are 2^30 stream ids; the client is sent to another connection some time before the end.
   */
  static final int LAST_STREAM = Integer.MAX_VALUE - (1 << 20);

  private final RelayLoop loop;
  private final Floods floods = new Floods(this);
  private final Liveness liveness;
  private final List<RelayedCall> begun = new ArrayList<>(1);
  private Future<?> greeting = ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
  private boolean greeted;
  private boolean known;
  private boolean partial;
  private long frames;
  private boolean lost;
  private boolean draining;

  ClientPeer(RelayLoop loop) {
    this.loop = loop;
    this.liveness = new Liveness(this, loop);
  }

  PeerHandler newHandler() {
    GatewayConfig.Limits limits = loop.config().limits();
    Http2Settings settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(limits.calls())
            .initialWindowSize(WINDOW)
            .maxFrameSize(FRAME)
            .maxHeaderListSize(limits.headers());
    return PeerHandler.of(this, true, settings, limits.headers());
  }

  RelayLoop loop() {
    return loop;
  }

  @Override
  void attach(PeerHandler with, ChannelHandlerContext ctx) {
    super.attach(with, ctx);
    loop.clients().add(this);
    // Not only once the client has confirmed the settings, which it may never do.
    with.http2().remote().maxActiveStreams(loop.config().limits().calls());
    // Held by the loop, it would keep all of a connection that is long gone.
    greeting = loop.after(loop.config().times().handshake().toNanos(), this::disconnect);
  }

  /** It sent a whole frame, or some of one that carries data: it is there. */
  private void heard(boolean useful) {
    liveness.heard();
    if (useful) {
      floods.useful();
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    heard(false);
    floods.control();
    if (!greeted) {
      greeted = true;
      greeting.cancel(false);
      widen(http2().connectionStream(), CONNECTION_WINDOW - WINDOW);
      liveness.start();
      if (loop.draining()) {
        drain();
      }
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
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end) {
    heard(true);
    Http2Stream stream = http2().stream(id);
    RelayedCall known = callOf(stream);
    if (known != null) {
      known.requestEnds();
    } else if (stream != null) {
      begin(stream, headers, end);
    }
  }

  private void begin(Http2Stream stream, Http2Headers headers, boolean end) {
    String path = RequestHeaders.text(headers.path());
    if (RequestHeaders.malformed(headers)) {
      floods.reset();
      reset(stream, Http2Error.PROTOCOL_ERROR.code());
    } else if (!RequestHeaders.areGrpc(headers)) {
      refuse(stream, end, Status.of(Status.INTERNAL, "the request is not one of gRPC"));
    } else if (Health.isFor(path)) {
      Health.answer(this, stream, path, !loop.draining());
      stopTalking(stream, end);
    } else if (!path.startsWith(ConnectMethod.SERVICE)) {
      refuse(stream, end, Status.of(Status.UNIMPLEMENTED, "there is no " + path + " here"));
    } else if (RequestHeaders.hostTooLong(headers)) {
      refuse(stream, end, Status.of(Status.INVALID_ARGUMENT, "the authority is no host's name"));
    } else if (RequestHeaders.compressed(headers)) {
      refuse(stream, end, Status.of(BadRequest.compressed()));
    } else {
      relay(stream, headers, path, end);
    }
  }

  private void relay(Http2Stream stream, Http2Headers headers, String path, boolean end) {
    RelayedCall call;
    try {
      call = new RelayedCall(this, stream, headers, path);
    } catch (BadRequest bad) {
      refuse(stream, end, Status.of(bad));
      return;
    }
    bind(stream, call);
    if (end) {
      call.requestEnds();
    } else {
      begun.add(call);
    }
    if (stream.id() >= LAST_STREAM) {
      drain();
    }
  }

  private void refuse(Http2Stream stream, boolean end, Status status) {
    writeHeaders(stream, status.trailersOnly(), true);
    stopTalking(stream, end);
  }

  /** After an answer that did not wait for the request. */
  private void stopTalking(Http2Stream stream, boolean ended) {
    if (!ended) {
      reset(stream, Http2Error.NO_ERROR.code());
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end) {
    heard(data.isReadable());
    if (!data.isReadable() && !end) {
      floods.control();
    }
    RelayedCall call = callOf(stream);
    int now = call == null ? data.readableBytes() : call.requestData(data, end);
    return now + padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error) {
    heard(false);
    floods.reset();
    RelayedCall call = callOf(stream);
    if (call != null) {
      call.clientGone(error);
    }
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int bytes) {
    heard(false);
    floods.control();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int stream, int dependency, short weight, boolean exclusive) {
    heard(false);
    floods.control();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) {
    heard(false);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    heard(false);
    floods.control();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    heard(false);
    if (draining && data == Drain.PING) {
      goAway(http2().remote().lastStreamCreated(), Http2Error.NO_ERROR);
      disconnectIfDone();
    }
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload) {
    heard(false);
    floods.control();
  }

  /** Something useful is sent to it. */
  void answering() {
    floods.useful();
  }

  /** Somebody who may call does so on this connection. */
  void known() {
    if (!known) {
      known = true;
      loop.strangers().known(ctx().channel());
    }
  }

  boolean isKnown() {
    return known;
  }

  // What is begun, and held until it is whole.

  @Override
  void readTo(int left, int kept, long whole) {
    if (partial && (left < SCRAP || whole != frames)) {
      loop.waiting().left(this, this);
    }
    if (!begun.isEmpty()) {
      begun.forEach(RelayedCall::waits);
      begun.clear();
    }
    partial = left >= SCRAP;
    frames = whole;
    if (partial) {
      // After the calls, which are older.
      loop.waiting().holds(this, this, known ? left : kept);
    }
  }

  @Override
  public void sendAway(boolean late) {
    goAway(http2().remote().lastStreamCreated(), Http2Error.ENHANCE_YOUR_CALM);
    disconnect();
  }

  private void forEachCall(Consumer<RelayedCall> each) {
    try {
      http2()
          .forEachActiveStream(
              stream -> {
                RelayedCall call = callOf(stream);
                if (call != null) {
                  each.accept(call);
                }
                return true;
              });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // The end.

  /**
   * Has the client make its next calls elsewhere: first tell it, then, when it has heard, say which
   * calls were the last.
   */
  void drain() {
    if (draining || lost) {
      return;
    }
    draining = true;
    Drain.begin(this);
  }

  /** Ends what is still running, so that clients go on elsewhere. */
  void cut() {
    List<RelayedCall> running = new ArrayList<>();
    forEachCall(running::add);
    running.forEach(call -> call.end(Status.unavailable("the gateway is stopping; try again")));
    flushSoon(0);
    loop.after(Drain.LAST_WORDS, this::disconnect);
  }

  private void disconnectIfDone() {
    if (draining && http2().numActiveStreams() == 0) {
      loop.executor().execute(this::disconnect);
    }
  }

  @Override
  void closed(RelayedCall call, Http2Stream stream) {
    call.clientClosed(lost);
    disconnectIfDone();
  }

  @Override
  void resetting(boolean here, Http2Exception.StreamException error) {
    if (!here) {
      floods.reset();
    }
  }

  @Override
  void closing() {
    lost = true;
  }

  @Override
  void closed() {
    lost = true;
    greeting.cancel(false);
    liveness.stop();
    loop.waiting().left(this, this);
    loop.clients().remove(this);
  }

  @Override
  void failing(Throwable cause) {
    LOG.atDebug()
        .addKeyValue("client", ctx().channel().remoteAddress())
        .setCause(cause)
        .log("a client's connection failed");
  }
}
