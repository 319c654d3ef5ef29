package io.switchyard.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token that can be compared but not read. Nothing here is public: users of a server can call
 * public static methods in SQL.
 */
final class BearerToken {

  private static final String SCHEME = "Bearer ";
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/=-]{32,512}");

  private final byte[] token;

  BearerToken(String token) {
    if (!SHAPE.matcher(token).matches()) {
      throw new IllegalArgumentException("holds no token of 32 to 512 letters, digits or ._~+/=-");
    }
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether an {@code Authorization} header holds the token, in a time that does not tell more. */
  boolean admits(@Nullable String header) {
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token, header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "a token";
  }
}
