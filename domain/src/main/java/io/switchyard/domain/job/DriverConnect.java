package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The Spark Connect server in a job's driver.
 *
 * @param token what it asks of its callers, and only the platform knows; at least 32 characters, as
 *     the agent in it wants
 * @param address where it listens, as {@code sc://<host>:<port>}; null while it has not said so
 */
public record DriverConnect(String token, @Nullable URI address) {

  private static final int SHORTEST = 32;

  public DriverConnect {
    if (token.length() < SHORTEST) {
      throw new IllegalArgumentException("a token of " + token.length() + " characters");
    }
    if (address != null
        && (!"sc".equals(address.getScheme())
            || address.getHost() == null
            || address.getPort() < 1)) {
      throw InvalidValue.of(
          address.toString(), "is not where Spark Connect listens", "write sc://host:port");
    }
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "DriverConnect[" + address + "]";
  }
}
