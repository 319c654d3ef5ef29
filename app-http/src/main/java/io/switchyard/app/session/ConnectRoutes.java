package io.switchyard.app.session;

import io.switchyard.app.tracing.Tracing;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.session.ConfigGuard;
import io.switchyard.gateway.CallRoutes;
import io.switchyard.gateway.CallTrace;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import io.switchyard.ports.session.SessionDoor;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the relay from the use cases. */
final class ConnectRoutes implements CallRoutes {

  private final SessionDoor door;
  private final ConfigGuard guard;
  private final SessionMeters meters;
  private final Tracing tracing;

  ConnectRoutes(SessionDoor door, ConfigGuard guard, SessionMeters meters, Tracing tracing) {
    this.tracing = tracing;
    this.door = door;
    this.guard = guard;
    this.meters = meters;
  }

  @Override
  public CompletionStage<Route> route(Call call) {
    CompletionStage<Route> way = door.route().route(call);
    return way.whenComplete(
        (route, refused) -> {
          if (route != null) {
            meters.begun(call);
          }
        });
  }

  @Override
  public CallTrace begun(String path, Function<String, @Nullable String> header) {
    return tracing.arrived(path, header);
  }

  @Override
  public void ended(Call call, Route route, CallEnd end) {
    door.ended().ended(call, route, end);
  }

  @Override
  public String shown(Route route, String key, String value) {
    ServerToken token = route.token();
    return guard.shown(key, value, token == null ? null : token.value());
  }

  @Override
  public @Nullable String refusedKey(Route route, String key) {
    return guard.refusal(key);
  }

  @Override
  public CompletionStage<Void> cloned(Route route, String newSessionId) {
    return door.cloned().cloned(route, newSessionId);
  }
}
