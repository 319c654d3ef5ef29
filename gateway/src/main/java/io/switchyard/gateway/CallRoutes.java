package io.switchyard.gateway;

import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the relay asks of whoever knows callers, sessions and clusters. All of it is called on event
 * loops, which serve every other call too, so nothing here may block.
 */
public interface CallRoutes {

  /**
   * Where a call goes. Called once for each call, as soon as the session id of its first message is
   * known, and never with an empty one.
   *
   * @return never blocks; completes on any thread. Fails with {@link
   *     io.switchyard.ports.session.CallRefused}, which the client is told; anything else is told
   *     as UNAVAILABLE, without its message
   */
  CompletionStage<Route> route(Call call);

  /**
   * Called once for each call, when its headers are there.
   *
   * @param path {@code /service/method}
   * @param header what the client sent, by name in lower case
   */
  default CallTrace begun(String path, Function<String, @Nullable String> header) {
    return CallTrace.NONE;
  }

  /**
   * Told once for each call that was routed, when it is over. A call whose client went before its
   * route was found is told as soon as it is found.
   */
  void ended(Call call, Route route, CallEnd end);

  /** A pair of a Config answer: the value as the client may see it. */
  String shown(Route route, String key, String value);

  /**
   * Whether a Config request may name a key, be it to read or to write it.
   *
   * @return null if it may, else why not, for the person at the client
   */
  @Nullable String refusedKey(Route route, String key);

  /**
   * A CloneSession answer named the new session's id: it lives on the same server. The answer is
   * passed on once this is complete; if it fails, the call fails with UNAVAILABLE.
   */
  CompletionStage<Void> cloned(Route route, String newSessionId);
}
