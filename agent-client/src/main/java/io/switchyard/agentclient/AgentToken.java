package io.switchyard.agentclient;

import io.switchyard.domain.cluster.ServerToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** What the agent beside a server asks of its callers. */
public final class AgentToken {

  /** The file in which a driver finds what its agent asks for. */
  public static final String FILE = "agent.token";

  /** The file in which a driver finds what its server asks for. */
  public static final String CONNECT_FILE = "connect.token";

  private AgentToken() {}

  /** Another secret than the server's own token, made of it, so that none has to be kept. */
  public static String of(ServerToken token) {
    try {
      byte[] bytes = ("agent:" + token.value()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The tokens of a server and of the agent beside it, by the names of their files. */
  public static Map<String, String> files(ServerToken token) {
    return Map.of(FILE, of(token), CONNECT_FILE, token.value());
  }
}
