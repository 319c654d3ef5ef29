package io.switchyard.gateway;

import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;

/** How a connection is ended without losing a call that is on its way. */
final class Drain {

  /** What the client's answer to it shows: it has seen the GOAWAY before. */
  static final long PING = 0x5357_4452_4149L;

  /** For what was written last to reach the client. */
  static final long LAST_WORDS = TimeUnit.MILLISECONDS.toNanos(500);

  private Drain() {}

  static void begin(ClientPeer client) {
    client.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
    client.ping(PING);
  }
}
