package io.switchyard.ports.team;

import io.switchyard.domain.team.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whose a credential is. */
@FunctionalInterface
public interface TokenVerifier {

  /**
   * The caller; empty if the token is nobody's, or not any more. Quick, never waits for a network,
   * and safe for use by several threads.
   *
   * @param token without a scheme in front; null if the request has none
   */
  Optional<Caller> verify(@Nullable String token);
}
