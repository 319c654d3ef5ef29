package io.switchyard.gateway;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;

/** Ends a connection whose client sends little but frames that only make work. */
final class Floods {

  /** Frames in a row, without a call or data in either direction. */
  private static final int CONTROL = 10_000;

  /** Streams reset within {@link #WHILE}: more than people cancel, fewer than a flood. */
  private static final int RESETS = 200;

  private static final long WHILE = TimeUnit.SECONDS.toNanos(30);

  /** Answers to such frames that a client does not take. */
  private static final int UNREAD_BYTES = 4 << 20;

  private final ClientPeer client;
  private int control;
  private int resets;
  private long since = System.nanoTime();

  Floods(ClientPeer client) {
    this.client = client;
  }

  void useful() {
    control = 0;
  }

  void control() {
    ChannelOutboundBuffer out = client.ctx().channel().unsafe().outboundBuffer();
    long unread = out == null ? 0 : out.totalPendingWriteBytes();
    if (++control > CONTROL || unread > UNREAD_BYTES) {
      stop();
    }
  }

  /** The client reset a stream, or had us reset it. */
  void reset() {
    long now = System.nanoTime();
    if (now - since > WHILE) {
      since = now;
      resets = 0;
    }
    if (++resets > RESETS) {
      stop();
    }
  }

  private void stop() {
    client.goAway(client.http2().remote().lastStreamCreated(), Http2Error.ENHANCE_YOUR_CALM);
    client.disconnect();
  }
}
