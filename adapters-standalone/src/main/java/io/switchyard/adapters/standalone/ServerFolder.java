package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.agentclient.AgentApi;
import io.switchyard.domain.cluster.ServerToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the platform and the server of a cluster tell each other in files. */
final class ServerFolder {

  static final String AGENT_FILE = "agent.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ServerFolder() {}

  /** The agent that has said so of itself. */
  static AgentApi.Agent agent(JsonNode said, ServerToken token) {
    return AgentApi.at(said.path("host").asText(), said.path("port").asInt(), token);
  }

  /** What the server has said of itself; empty if nothing yet. */
  static Optional<JsonNode> agent(Path folder) {
    try {
      return Optional.of(JSON.readTree(Files.readAllBytes(folder.resolve(AGENT_FILE))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
