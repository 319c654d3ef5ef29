package io.switchyard.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.io.IOException;

/** Netty's HTTP/2 of one connection, set up for relaying. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which is heard of
final class PeerHandler extends Http2ConnectionHandler {

  /** Of what a stream may send in its turn before the next one does. */
  private static final int TURN = 64 << 10;

  /** Of the connection's window: with half of it used, it is filled up. */
  private static final float HALF = 0.5f;

  /** Less than this is copied: in a chain it would keep all of the buffer that it came in. */
  private static final int SMALL = 1 << 10;

  private static final Cumulator CHAIN =
      (alloc, sofar, in) ->
          sofar.isReadable() && in.readableBytes() < SMALL
              ? MERGE_CUMULATOR.cumulate(alloc, sofar, in)
              : COMPOSITE_CUMULATOR.cumulate(alloc, sofar, in);

  private final Peer peer;
  private final FrameReader reader;

  private PeerHandler(
      Peer peer,
      FrameReader reader,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(decoder, encoder, settings);
    this.peer = peer;
    this.reader = reader;
    decoder.frameListener(peer);
    setCumulator(CHAIN);
    // Whoever wants to wait for running calls does so before closing.
    gracefulShutdownTimeoutMillis(0);
  }

  /**
   * Connection credit is given as bytes come, stream credit as they are passed on: a stream that is
   * not read stops no other.
   *
   * @param maxHeaders bytes of one call's headers
   */
  static PeerHandler of(Peer peer, boolean server, Http2Settings settings, int maxHeaders) {
    DefaultHttp2Connection connection = new DefaultHttp2Connection(server);
    connection.local().flowController(new DefaultHttp2LocalFlowController(connection, HALF, true));
    UniformStreamByteDistributor distributor = new UniformStreamByteDistributor(connection);
    distributor.minAllocationChunk(TURN);
    connection
        .remote()
        .flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
    Http2ConnectionEncoder encoder =
        new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter());
    FrameReader reader = new FrameReader(maxHeaders);
    Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(connection, encoder, reader);
    return new PeerHandler(peer, reader, decoder, encoder, settings);
  }

  Http2Connection http2() {
    return connection();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    peer.attach(this, ctx);
    super.handlerAdded(ctx);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    int partial = actualReadableBytes();
    int capacity = partial == 0 ? 0 : internalBuffer().capacity();
    int block = reader.headersBegun();
    peer.readTo(partial + block, capacity + block, reader.frames());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    peer.closing();
    try {
      super.channelInactive(ctx);
    } finally {
      peer.closed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      // The other side is gone.
      peer.failing(cause);
      ctx.close();
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception error) {
    peer.failing(cause);
    super.onConnectionError(ctx, outbound, cause, error);
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException error) {
    peer.resetting(outbound, error);
    super.onStreamError(ctx, outbound, cause, error);
  }
}
