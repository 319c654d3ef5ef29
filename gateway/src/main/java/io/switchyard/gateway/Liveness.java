package io.switchyard.gateway;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks a silent client whether it is there. Only whole frames count as an answer, so one that sends
 * a frame byte by byte is silent.
 */
final class Liveness {

  private static final long PING = 0x5357_4c49_5645L;

  private final ClientPeer client;
  private final RelayLoop loop;
  private final long silence;
  private final long answer;
  private long heard;
  private boolean asked;
  private @Nullable Future<?> timer;

  Liveness(ClientPeer client, RelayLoop loop) {
    this.client = client;
    this.loop = loop;
    this.silence = loop.config().times().keepalive().toNanos();
    this.answer = loop.config().times().keepaliveAnswer().toNanos();
  }

  void heard() {
    heard = System.nanoTime();
    asked = false;
  }

  void start() {
    timer = loop.after(silence, this::look);
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void look() {
    long silent = System.nanoTime() - heard;
    if (asked) {
      client.disconnect();
    } else if (silent >= silence) {
      asked = true;
      client.ping(PING);
      timer = loop.after(answer, this::look);
    } else {
      timer = loop.after(silence - silent, this::look);
    }
  }
}
