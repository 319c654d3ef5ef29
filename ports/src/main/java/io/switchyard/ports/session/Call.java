package io.switchyard.ports.session;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Spark Connect call as it arrived at the gateway; nothing in it is believed yet.
 *
 * @param method such as {@code /spark.connect.SparkConnectService/ExecutePlan}
 * @param authority the host that the client meant, with or without a port
 * @param metadata the {@code x-switchyard-} headers and {@code user-agent}, by their names in lower
 *     case
 * @param credential the bearer token of {@code authorization} or {@code authentication}; null if
 *     neither is there
 * @param sessionId of the first message; may be empty
 * @param timeLeft how long the client waits; null if it sets no deadline
 */
public record Call(
    String method,
    String authority,
    Map<String, String> metadata,
    @Nullable String credential,
    String sessionId,
    @Nullable Duration timeLeft) {

  static final String USER_AGENT = "user-agent";

  public Call {
    metadata = Map.copyOf(metadata);
  }

  /** Does not show the credential. */
  @Override
  public String toString() {
    return method + " to " + authority + " of session " + sessionId;
  }
}
