package io.switchyard.app.http;

import io.switchyard.domain.team.Caller;
import io.switchyard.ports.team.TokenVerifier;

/** Callers by bearer token. */
final class TokenCallers implements Callers {

  private static final String SCHEME = "bearer ";

  private final TokenVerifier verifier;

  TokenCallers(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Caller of(Headers headers) {
    String header = headers.get("Authorization");
    if (header == null) {
      throw refused("This needs a token; send Authorization: Bearer <token>.", "");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused("Only bearer tokens are known here; send Authorization: Bearer <token>.", "");
    }
    return verifier
        .verify(header.substring(SCHEME.length()).strip())
        .orElseThrow(
            () ->
                refused(
                    "The token is not known here, or has expired.", ", error=\"invalid_token\""));
  }

  private static Refusal refused(String detail, String more) {
    return Refusal.of(ProblemType.UNAUTHENTICATED, detail)
        .with("WWW-Authenticate", "Bearer realm=\"switchyard\"" + more);
  }
}
