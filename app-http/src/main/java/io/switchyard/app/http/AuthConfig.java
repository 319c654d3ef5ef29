package io.switchyard.app.http;

import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.nonBlankText;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How callers are known.
 *
 * @param tokenFile who has which token; null in {@link Mode#DEV}
 */
public record AuthConfig(Mode mode, @Nullable Path tokenFile) {

  public static final AuthConfig DEFAULT = new AuthConfig(Mode.DEV, null);

  /** Ways to know a caller. */
  public enum Mode {
    /** Everybody is an administrator; for a server that only its own machine can reach. */
    DEV,
    /** By bearer tokens. */
    TOKENS
  }

  public AuthConfig {
    if ((mode == Mode.TOKENS) != (tokenFile != null)) {
      throw InvalidValue.at(
          "token_file",
          tokenFile == null ? "" : tokenFile.toString(),
          mode == Mode.TOKENS ? "is required with mode tokens" : "is only for mode tokens",
          mode == Mode.TOKENS ? "add it" : "leave it out or set mode: tokens");
    }
  }

  /** Reads {@code mode} and {@code token_file}; each may be left out. */
  public static AuthConfig read(InputObject in) {
    var mode = in.optional("mode", lowerCaseEnum(Mode.class), DEFAULT.mode());
    var tokenFile = in.optional("token_file", nonBlankText().then(Path::of));
    return in.build(() -> new AuthConfig(mode.get(), tokenFile.get().orElse(null)));
  }

  /** Whether only programs of this machine can reach {@code host}. */
  public static boolean isLoopback(String host) {
    return DevCaller.isLoopback(host);
  }

  /**
   * Refuses what would let strangers in.
   *
   * @param field what configures {@code host}
   * @throws InvalidValue if there are no tokens and others than this machine can connect
   */
  public void requireSafeOn(String field, String host) {
    if (mode == Mode.DEV && !DevCaller.isLoopback(host)) {
      throw InvalidValue.at(
          "auth.mode",
          "dev",
          "lets everybody in, and " + field + " is " + host + ", which others can reach",
          "set auth.mode: tokens with auth.token_file, or " + field + ": 127.0.0.1");
    }
  }
}
