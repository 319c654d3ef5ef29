package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pins that this process remembers; those used longest ago are forgotten first. A pin never
 * changes; that it ended is told by {@link #forget}. Safe for use by several threads.
 */
final class Pins {

  /**
   * What a session was asked for by. A client says the same in every call, and the same user may
   * give one id to sessions of two teams.
   */
  record Asked(String user, String sessionId, String authority, Map<String, String> metadata) {

    static Asked of(String user, Call call) {
      return new Asked(user, call.sessionId(), call.authority(), naming(call.metadata()));
    }

    /** Not what the client says of itself: that names nothing, and may be long and ever new. */
    private static Map<String, String> naming(Map<String, String> metadata) {
      if (!metadata.containsKey(Call.USER_AGENT)) {
        return metadata;
      } else if (metadata.size() == 1) {
        return Map.of();
      }
      Map<String, String> naming = new HashMap<>(metadata);
      naming.remove(Call.USER_AGENT);
      return naming;
    }
  }

  private final int most;
  private final Map<Asked, Session> known = new LinkedHashMap<>(16, 0.75f, true);

  Pins(int most) {
    this.most = most;
  }

  synchronized @Nullable Session get(Asked asked) {
    return known.get(asked);
  }

  synchronized void put(Asked asked, Session session) {
    known.put(asked, session);
    var oldest = known.keySet().iterator();
    while (known.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }

  /** These sessions are over. */
  synchronized void forget(Collection<SessionKey> ended) {
    if (!ended.isEmpty()) {
      Set<SessionKey> keys = new HashSet<>(ended);
      known.values().removeIf(session -> keys.contains(session.key()));
    }
  }
}
