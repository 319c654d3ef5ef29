package io.switchyard.ports.session;

import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.Backends;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells how many sessions are open, for whom and where. */
public final class CountOpenSessions {

  private final Sessions sessions;
  private final SessionServers servers;
  private final Map<ServerId, Optional<Environment>> environments = new ConcurrentHashMap<>();

  public CountOpenSessions(SessionDoor.Stores stores, Backends backends) {
    this.sessions = stores.sessions();
    this.servers = new SessionServers(stores, backends);
  }

  /**
   * Whose sessions.
   *
   * @param environment of the servers; null if they may be of several
   */
  public record Kind(Team team, @Nullable Environment environment) {}

  /** The number of open sessions of each kind that has any. Blocks for the store. */
  public Map<Kind, Long> count() {
    List<Sessions.OpenOn> open = sessions.open();
    environments.keySet().retainAll(open.stream().map(Sessions.OpenOn::server).toList());
    Map<Kind, Long> counts = new HashMap<>();
    for (Sessions.OpenOn one : open) {
      Environment environment =
          environments.computeIfAbsent(one.server(), servers::environment).orElse(null);
      counts.merge(new Kind(one.team(), environment), one.sessions(), Long::sum);
    }
    return counts;
  }
}
