package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers now.
 *
 * @param environments that it may be of; empty for any
 */
record Standing(
    ServerId id,
    Team team,
    Set<Environment> environments,
    ServerAddress address,
    ServerToken token) {

  Route route(SessionKey session) {
    return new Route(session, id, address, token);
  }

  /** Null if it is not only one. */
  @Nullable Environment environment() {
    return environments.size() == 1 ? environments.iterator().next() : null;
  }
}
