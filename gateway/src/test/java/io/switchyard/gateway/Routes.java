package io.switchyard.gateway;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** All calls to one server as one user, unless a test says otherwise. */
final class Routes implements CallRoutes {

  static final String USER = "ada";
  static final String TOKEN = "the-server-token-of-a-test-0123456789";

  /** A call that is over. */
  record Ended(Call call, CallEnd end) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<Ended> ended = new CopyOnWriteArrayList<>();
  final List<String> cloned = new CopyOnWriteArrayList<>();
  volatile Function<Call, CompletionStage<Route>> how;
  volatile CompletionStage<Void> cloning = CompletableFuture.completedFuture(null);

  Routes(ServerAddress server) {
    this.how = call -> CompletableFuture.completedFuture(to(server, call));
  }

  static Route to(ServerAddress server, Call call) {
    return new Route(
        new SessionKey(new Team("data"), USER, call.sessionId()),
        new ServerId.OfCluster(new ClusterId("sc-feateng-prod-eu-west-1-k3x9qa"), 1),
        server,
        new ServerToken(TOKEN));
  }

  @Override
  public CompletionStage<Route> route(Call call) {
    calls.add(call);
    return how.apply(call);
  }

  @Override
  public void ended(Call call, Route route, CallEnd end) {
    ended.add(new Ended(call, end));
  }

  @Override
  public String shown(Route route, String key, String value) {
    return key.contains("token") ? "*****" : value;
  }

  @Override
  public String refusedKey(Route route, String key) {
    return key.startsWith("spark.forbidden") ? "is set by the platform" : null;
  }

  @Override
  public CompletionStage<Void> cloned(Route route, String newSessionId) {
    cloned.add(newSessionId);
    return cloning;
  }
}
