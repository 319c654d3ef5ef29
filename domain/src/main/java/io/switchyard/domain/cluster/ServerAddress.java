package io.switchyard.domain.cluster;

import io.switchyard.domain.input.InvalidValue;

/**
 * Where a Spark Connect server listens, for the gateway and nobody else.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {

  public ServerAddress {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw InvalidValue.of(host + ":" + port, "is not an address", "write host and port");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
