package io.switchyard.app.http;

import io.javalin.http.Context;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.team.TokenVerifier;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says who is asking, from the credential of the request and nothing else. */
public interface Callers {

  /** The headers of a request by name; case does not count. */
  @FunctionalInterface
  interface Headers {
    /** The value of a header; null if the request has none of that name. */
    @Nullable String get(String name);
  }

  /**
   * The caller.
   *
   * @throws Refusal if the request has no valid credential
   */
  Caller of(Headers headers);

  /** As {@link #of(Headers)}, for a request over HTTP. */
  default Caller of(Context ctx) {
    return of(name -> ctx.header(name));
  }

  /**
   * Makes what knows the tokens that the configuration asks for. Reads the token file, if there is
   * one; without one everybody is the same administrator.
   *
   * @throws InvalidValue if the token file cannot be read
   * @throws InvalidInput with every mistake in the token file
   */
  static TokenVerifier verifier(AuthConfig auth, InstantSource clock) {
    Path file = auth.tokenFile();
    if (file == null) {
      Optional<Caller> everybody = Optional.of(DevCaller.everybody());
      return token -> everybody;
    }
    try {
      return new FileTokens(file, clock);
    } catch (IOException e) {
      String why =
          e instanceof NoSuchFileException ? "does not exist" : "cannot be read (" + e + ")";
      throw InvalidValue.at(
          "auth.token_file", file.toString(), why, "write it, or set auth.mode: dev");
    }
  }

  /** The callers that the configuration asks for. */
  static Callers of(AuthConfig auth, TokenVerifier verifier) {
    return auth.mode() == AuthConfig.Mode.DEV
        ? new DevCaller(DevCaller.everybody())
        : new TokenCallers(verifier);
  }
}
