package io.switchyard.domain.cluster;

import java.util.regex.Pattern;

/**
 * What a cluster's server asks of whoever calls it; only the platform knows it.
 *
 * @param value 32 to 512 letters, digits or {@code ._~+/=-}, which is what a header can carry
 */
public record ServerToken(String value) {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/=-]{32,512}");

  public ServerToken {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a server token is 32 to 512 letters, digits or ._~+/=-; this one has %d characters"
              .formatted(value.length()));
    }
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "ServerToken";
  }
}
