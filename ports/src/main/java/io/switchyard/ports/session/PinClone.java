package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Pins a session that a server has made of another one. */
public final class PinClone {

  private final Doorway door;
  private final NewSessions opening;
  private final SessionServer servers;

  PinClone(Doorway door, NewSessions opening, SessionServer servers) {
    this.door = door;
    this.opening = opening;
    this.servers = servers;
  }

  /**
   * Pins the clone to its parent's server; durable when this completes. Repeating it changes
   * nothing. If the team has as many sessions as it may, the clone is released, and this fails with
   * {@link CallRefused}. Does not block.
   */
  public CompletionStage<Void> cloned(Route parent, String newSessionId) {
    return CompletableFuture.runAsync(() -> pin(parent, newSessionId), door.blocking());
  }

  private void pin(Route parent, String newSessionId) {
    Standing server =
        door.known()
            .reload(parent.on())
            .orElseThrow(() -> new IllegalStateException("the server of " + parent + " is gone"));
    SessionKey of = parent.session();
    SessionKey key = new SessionKey(of.team(), of.user(), newSessionId);
    try {
      opening.pin(
          Session.opened(opening.nextId(), key, parent.on(), version(of), opening.now()),
          server.environment());
    } catch (CallRefused refused) {
      servers.release(new Route(key, parent.on(), parent.server(), parent.token()));
      throw refused;
    }
  }

  private String version(SessionKey of) {
    return door.sessions().of(of.user(), of.sessionId()).stream()
        .filter(session -> session.key().equals(of))
        .map(Session::clientVersion)
        .findFirst()
        .orElse("");
  }
}
