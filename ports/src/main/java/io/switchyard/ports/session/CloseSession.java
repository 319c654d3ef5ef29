package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionEnd.Reason;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.team.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Ends a session that somebody wants closed. */
public final class CloseSession {

  private final Sessions sessions;
  private final SessionObserver observer;
  private final InstantSource clock;

  public CloseSession(Sessions sessions, SessionObserver observer, InstantSource clock) {
    this.sessions = sessions;
    this.observer = observer;
    this.clock = clock;
  }

  /** The answer. */
  public sealed interface Closing {

    /**
     * It is over; its server is told by itself, and every gateway knows within seconds.
     *
     * @param already whether it was over before
     */
    record Closed(Session session, boolean already) implements Closing {}

    /** The caller may see the session and not close it. */
    record NotAllowed(Session session) implements Closing {}

    /** There is none that the caller may know of. */
    record NotFound() implements Closing {}
  }

  /** Closes it, whatever runs in it. May be repeated. Blocks for the store. */
  public Closing close(SessionId id, Caller by) {
    Optional<Session> found = sessions.find(id).filter(s -> by.mayRead(s.key().team()));
    if (found.isEmpty()) {
      return new Closing.NotFound();
    } else if (!by.mayChange(found.get().key().team())) {
      return new Closing.NotAllowed(found.get());
    } else if (found.get().ended()) {
      return new Closing.Closed(found.get(), true);
    }
    Instant now = clock.instant();
    SessionEnd how = new SessionEnd(Reason.CLOSED, by.user(), now);
    Optional<Session> closed = sessions.end(id, how, now);
    if (closed.isEmpty()) {
      return new Closing.NotFound();
    }
    boolean mine = how.equals(closed.get().end());
    if (mine) {
      observer.ended(closed.get());
    }
    return new Closing.Closed(closed.get(), !mine);
  }
}
