package io.switchyard.gateway;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.Future;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where one call goes: asked once, known some time later or not. On one event loop only. */
final class Routing {

  private final RelayedCall of;
  private final RelayLoop loop;
  private @Nullable Call call;
  private @Nullable Route route;
  private @Nullable Future<?> limit;
  private boolean answered;

  Routing(RelayedCall of, RelayLoop loop) {
    this.of = of;
    this.loop = loop;
  }

  /**
   * Tells the call, perhaps before this returns.
   *
   * @param within what the call still has; null without a limit
   */
  void ask(String path, Http2Headers headers, String session, @Nullable Duration within) {
    Call asked =
        new Call(
            path,
            RequestHeaders.text(headers.authority()),
            RequestHeaders.ours(headers),
            RequestHeaders.credential(headers),
            session,
            within);
    call = asked;
    var unused = loop.route(asked).whenComplete((to, e) -> loop.run(() -> answered(to, e)));
    if (!answered) {
      limit = loop.after(loop.config().times().route().toNanos(), of::notRouted);
    }
  }

  private void answered(@Nullable Route to, @Nullable Throwable failure) {
    answered = true;
    stop();
    route = to;
    if (to == null) {
      of.refused(failure(failure));
    } else {
      of.routed(to);
    }
  }

  /** What the client is told of a failure. */
  Status failure(@Nullable Throwable failure) {
    return Refusals.status(failure, call());
  }

  /** Why one of some keys of a Config request is refused there; null if none is. */
  @Nullable String refusedKey(List<String> keys) {
    for (String key : keys) {
      String why = loop.routes().refusedKey(route(), key);
      if (why != null) {
        return "configuration key '" + key + "': " + why;
      }
    }
    return null;
  }

  /** A message of an answer, as the client may see it; done once it may be passed on. */
  CompletionStage<byte[]> shown(ConnectMethod method, String prefix, byte[] message)
      throws BadRequest {
    return loop.shown(route(), method, prefix, message);
  }

  /** Nobody waits for it any more. */
  void stop() {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  /** Tells of the call's end, if it was one of somebody's session. */
  void ended(CallEnd end) {
    Call asked = call;
    Route to = route;
    if (asked != null && to != null) {
      loop.ended(asked, to, end);
    }
  }

  void traced(CallTrace trace, int code) {
    trace.ended(call, route, code);
  }

  Call call() {
    return known(call);
  }

  Route route() {
    return known(route);
  }

  private static <T> T known(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the call is not that far");
    }
    return part;
  }
}
