package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Operation;
import io.switchyard.agent.ClusterStatus.Session;
import io.switchyard.agent.ClusterStatus.SessionKey;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and running operations as the events of Spark Connect tell them. It holds a bounded
 * number of each and then forgets the oldest. Safe for use by several threads.
 */
final class ConnectBook {

  private final int most;
  private final Map<SessionKey, Session> sessions = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private @Nullable Instant lastActivityAt;

  ConnectBook(int most) {
    this.most = most;
  }

  synchronized void sessionStarted(SessionKey key, Instant at) {
    sessions.put(key, new Session(key, at, at));
    bound(sessions);
    active(key, at);
  }

  synchronized void sessionClosed(SessionKey key) {
    sessions.remove(key);
    operations.values().removeIf(operation -> operation.session().equals(key));
  }

  synchronized void operationStarted(String id, SessionKey key, Instant at) {
    operations.put(id, new Operation(id, key, at));
    bound(operations);
    touch(key, at);
  }

  synchronized void operationEnded(String id, Instant at) {
    Operation ended = operations.remove(id);
    if (ended != null) {
      touch(ended.session(), at);
    }
  }

  private void touch(SessionKey key, Instant at) {
    sessions.computeIfPresent(key, (k, s) -> new Session(k, s.startedAt(), at));
    active(key, at);
  }

  private void active(SessionKey key, Instant at) {
    Instant last = lastActivityAt;
    if (!key.platforms() && (last == null || at.isAfter(last))) {
      lastActivityAt = at;
    }
  }

  private void bound(Map<?, ?> map) {
    Iterator<?> oldest = map.keySet().iterator();
    while (map.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }

  synchronized List<Session> sessions() {
    return List.copyOf(sessions.values());
  }

  synchronized List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  /** When a user last did anything; null if none did. */
  synchronized @Nullable Instant lastActivityAt() {
    return lastActivityAt;
  }
}
