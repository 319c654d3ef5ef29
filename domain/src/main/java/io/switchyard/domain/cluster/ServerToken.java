package io.switchyard.domain.cluster;

/**
 * What a cluster's server asks of whoever calls it; only the platform knows it.
 *
 * @param value at least 20 characters
 */
public record ServerToken(String value) {

  public ServerToken {
    if (value.length() < 20) {
      throw new IllegalArgumentException("a server token of " + value.length() + " characters");
    }
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "ServerToken";
  }
}
