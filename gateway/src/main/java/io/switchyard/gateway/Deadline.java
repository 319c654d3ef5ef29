package io.switchyard.gateway;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Until when a client waits for a call, which it says as a time from then. */
final class Deadline {

  /** {@link Timeouts#format} leaves out what is less. */
  private static final long ROUNDING = TimeUnit.MILLISECONDS.toNanos(1);

  private final long begun = System.nanoTime();
  private final long timeout;
  private final @Nullable Future<?> timer;

  /**
   * @param exceeded what to do when it is over, if there is one
   */
  Deadline(Http2Headers headers, RelayLoop loop, Runnable exceeded) throws BadRequest {
    timeout = Timeouts.parse(headers.get(RequestHeaders.GRPC_TIMEOUT));
    timer = timeout == Timeouts.NONE ? null : loop.after(timeout, exceeded);
  }

  /** How long the client still waits; null if for ever. */
  @Nullable Duration left() {
    return timeout == Timeouts.NONE ? null : Duration.ofNanos(leftNanos());
  }

  /** Says in a call's headers how long its client still waits. */
  void write(Http2Headers headers) {
    if (timeout != Timeouts.NONE) {
      headers.set(RequestHeaders.GRPC_TIMEOUT, Timeouts.format(leftNanos()));
    }
  }

  /** Whether nobody waits any more, by a clock that may be a rounding ahead. */
  boolean isOver() {
    return timeout != Timeouts.NONE && leftNanos() <= ROUNDING;
  }

  void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private long leftNanos() {
    return Math.max(1, timeout - (System.nanoTime() - begun));
  }
}
