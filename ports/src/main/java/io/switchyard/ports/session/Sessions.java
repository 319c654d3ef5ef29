package io.switchyard.ports.session;

import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every session there is and was until it is forgotten, open or over. What a method returns is
 * durable and the same for every process on the store. Methods block for the store and throw {@link
 * io.switchyard.ports.TargetFailure} when it does not answer.
 */
public interface Sessions {

  /**
   * Opens the session unless its key has one already, open or over; durable on return. Of several
   * calls at once with one key, by any processes, all get the same answer.
   *
   * @param due when it is to be looked at
   * @param limit how many sessions of its team may be open, this one included; null for any number
   */
  Pinning pin(Session fresh, Instant due, @Nullable Integer limit);

  /** The sessions that a user's client means by an id: one for each team at most. */
  List<Session> of(String user, String sessionId);

  Optional<Session> find(SessionId id);

  /**
   * The sessions that match, newest first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<Session> list(SessionFilter filter, int limit);

  /** How many match, whatever the filter's {@code before}. */
  long count(SessionFilter filter);

  /** How many sessions of a team are open on a server, 1 or more. */
  record OpenOn(Team team, ServerId server, long sessions) {}

  /** How many sessions are open, for each team and server with any. */
  List<OpenOn> open();

  /**
   * Ends a session; one that is over stays as it ended.
   *
   * @param due when its server is to be told; null if it need not be
   * @return the session as it is now, and empty if there is none
   */
  Optional<Session> end(SessionId id, SessionEnd how, @Nullable Instant due);
}
