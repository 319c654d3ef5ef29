package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.ports.team.TokenVerifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the calls of one process share. */
record Doorway(
    TokenVerifier verifier,
    Sessions sessions,
    Known known,
    Pins pins,
    Traffic traffic,
    Vanished vanished,
    SessionPolicies policies,
    SessionObserver observer,
    RoutingTerms terms,
    Executor blocking,
    InstantSource clock) {

  /** Ends a session in the store and forgets its pin; blocks for the store. */
  void end(Session session, SessionEnd how, @Nullable Instant due) {
    Optional<Session> ended = sessions.end(session.id(), how, due);
    pins.forget(List.of(session.key()));
    ended.filter(now -> how.equals(now.end())).ifPresent(observer::ended);
  }
}
