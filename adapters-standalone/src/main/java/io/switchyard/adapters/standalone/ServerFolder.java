package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.domain.cluster.ServerToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** What the platform and the server of a cluster tell each other in files. */
final class ServerFolder {

  static final String AGENT_TOKEN = "agent.token";
  static final String CONNECT_TOKEN = "connect.token";

  static final String AGENT_FILE = "agent.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ServerFolder() {}

  /** Another secret than the server's own token, made of it, so that none has to be kept. */
  static String agentToken(ServerToken token) {
    try {
      byte[] bytes = ("agent:" + token.value()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The tokens of a server and of the agent beside it, by the names of their files. */
  static Map<String, byte[]> tokens(ServerToken token) {
    return Map.of(
        AGENT_TOKEN, agentToken(token).getBytes(StandardCharsets.US_ASCII),
        CONNECT_TOKEN, token.value().getBytes(StandardCharsets.US_ASCII));
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
