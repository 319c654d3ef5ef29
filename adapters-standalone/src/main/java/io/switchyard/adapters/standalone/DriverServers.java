package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.agentclient.AgentApi;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Execution;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.cluster.ClusterLauncher.ServerSession;
import java.net.URI;
import java.util.Optional;

/** The Spark Connect servers in the drivers of jobs, as the agents beside them tell. */
final class DriverServers {

  private final Exchange exchange;
  private final AgentApi agents = new AgentApi();

  DriverServers(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Where the driver's server listens, if it has said so. */
  Optional<URI> address(Execution execution) {
    return ServerFolder.agent(exchange.of(execution.id()).path())
        .map(said -> said.path("connect"))
        .filter(connect -> connect.path("listening").asBoolean())
        .flatMap(DriverServers::address);
  }

  /** The user's code can write there, too. */
  private static Optional<URI> address(JsonNode connect) {
    try {
      var address = new ServerAddress(connect.path("host").asText(), connect.path("port").asInt());
      return Optional.of(URI.create("sc://" + address)).filter(uri -> uri.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether an operation runs in the session.
   *
   * @throws TargetFailure if the agent does not answer so
   */
  boolean busy(Execution execution, String user, String sessionId) {
    DriverConnect connect = execution.connect();
    JsonNode said = ServerFolder.agent(exchange.of(execution.id()).path()).orElse(null);
    if (connect == null || said == null) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "the driver does not say where its agent is");
    }
    AgentApi.Agent agent = ServerFolder.agent(said, new ServerToken(connect.token()));
    return agents.busySessions(agent).contains(new ServerSession(user, sessionId));
  }
}
