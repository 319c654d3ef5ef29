package io.switchyard.ports.session;

import io.switchyard.domain.session.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Clients that went away from a result, until they come back or their time is over. */
final class Vanished {

  /** A bound on what many vanished clients together may take. */
  private static final int MOST = 10_000;

  /**
   * A result whose reader is gone.
   *
   * @param operationId may be empty
   * @param seen when the session was last used through this process
   */
  record Gone(Route route, String operationId, Instant at, Instant seen) {}

  private final Map<SessionKey, List<Gone>> waiting = new HashMap<>();
  private int size;

  synchronized void gone(Route route, String operationId, Instant at) {
    if (size < MOST) {
      waiting
          .computeIfAbsent(route.session(), key -> new ArrayList<>())
          .add(new Gone(route, operationId, at, at));
      size++;
    }
  }

  /**
   * A call of the session came.
   *
   * @param reattaching whether it takes up a result again, which one being unknown
   */
  synchronized void back(SessionKey key, boolean reattaching, Instant at) {
    List<Gone> all = waiting.remove(key);
    if (all == null) {
      return;
    }
    size -= all.size();
    if (!reattaching) {
      // Somebody is there, so that only what is known by its id is surely nobody's.
      List<Gone> left =
          all.stream()
              .filter(gone -> !gone.operationId().isEmpty())
              .map(gone -> new Gone(gone.route(), gone.operationId(), gone.at(), at))
              .toList();
      if (!left.isEmpty()) {
        waiting.put(key, new ArrayList<>(left));
        size += left.size();
      }
    }
  }

  /** Takes those that have been gone since {@code before} or longer. */
  synchronized List<Gone> take(Instant before) {
    List<Gone> taken = new ArrayList<>();
    for (Iterator<List<Gone>> all = waiting.values().iterator(); all.hasNext(); ) {
      List<Gone> some = all.next();
      for (Iterator<Gone> one = some.iterator(); one.hasNext(); ) {
        Gone gone = one.next();
        if (!gone.at().isAfter(before)) {
          one.remove();
          size--;
          taken.add(gone);
        }
      }
      if (some.isEmpty()) {
        all.remove();
      }
    }
    return taken;
  }
}
