package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.team.Caller;
import java.util.Optional;

/** Shows one session. */
public final class GetSession {

  private final Sessions sessions;

  public GetSession(Sessions sessions) {
    this.sessions = sessions;
  }

  /** The session; empty if there is none that the caller may know of. Blocks for the store. */
  public Optional<Session> get(SessionId id, Caller by) {
    return sessions.find(id).filter(found -> by.mayRead(found.key().team()));
  }
}
