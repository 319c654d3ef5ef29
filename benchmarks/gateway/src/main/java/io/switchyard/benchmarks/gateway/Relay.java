package io.switchyard.benchmarks.gateway;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.gateway.CallRoutes;
import io.switchyard.gateway.Gateway;
import io.switchyard.gateway.GatewayConfig;
import io.switchyard.ports.session.Call;
import io.switchyard.ports.session.CallEnd;
import io.switchyard.ports.session.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The gateway as a process, before one server, with a session table of a map. */
final class Relay {

  private Relay() {}

  /**
   * Relays until its standard input ends; prints its ports, plaintext and TLS.
   *
   * @param loops threads that relay
   */
  static void main(int upstream, Path folder, int loops) throws IOException {
    CallRoutes routes = new OneServer(new ServerAddress("127.0.0.1", upstream));
    GatewayConfig config = GatewayConfig.of("127.0.0.1", 0).withEventLoops(loops);
    GatewayConfig.Tls tls =
        new GatewayConfig.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    try (Gateway plain = Gateway.start(config, routes);
        Gateway secured = Gateway.start(config.with(tls), routes)) {
      System.out.println(plain.port() + " " + secured.port());
      while (System.in.read() >= 0) {
        // Until whoever started it is gone.
      }
    }
  }

  private record OneServer(
      ServerAddress server, java.util.concurrent.ConcurrentMap<String, Route> sessions)
      implements CallRoutes {

    OneServer(ServerAddress server) {
      this(server, new java.util.concurrent.ConcurrentHashMap<>());
    }

    @Override
    public CompletionStage<Route> route(Call call) {
      return CompletableFuture.completedFuture(
          sessions.computeIfAbsent(call.sessionId(), this::toServer));
    }

    private Route toServer(String session) {
      return new Route(
          new SessionKey(new Team("feateng"), "ada", session),
          new ServerId.OfCluster(new ClusterId("sc-feateng-prod-eu-west-1-k3x9qa"), 1),
          server,
          new ServerToken("a-token-of-a-benchmark-0123456789"));
    }

    @Override
    public void ended(Call call, Route route, CallEnd end) {}

    @Override
    public String shown(Route route, String key, String value) {
      return value;
    }

    @Override
    public @Nullable String refusedKey(Route route, String key) {
      return null;
    }

    @Override
    public CompletionStage<Void> cloned(Route route, String newSessionId) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
