package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes that a routed call is over. */
public final class EndCall {

  private static final Logger LOG = LoggerFactory.getLogger(EndCall.class);

  private final Doorway door;

  EndCall(Doorway door) {
    this.door = door;
  }

  /** Counts the call out. To be told once for each call that was routed. Does not block. */
  public void ended(Call call, Route route, CallEnd end) {
    Instant now = door.clock().instant();
    door.traffic().end(route.session(), end, Methods.executes(call), now);
    if (end.clientGone() && (Methods.executes(call) || Methods.reattaches(call))) {
      door.vanished().gone(route, end.operationId(), now);
    }
    if (Methods.releases(call) && end.status() == 0) {
      released(route);
    }
    door.observer().called(call, route, end, door.known().environment(route.on()));
  }

  private void released(Route route) {
    try {
      door.blocking().execute(() -> end(route));
    } catch (RejectedExecutionException e) {
      // It becomes idle like any other that nobody uses.
      LOG.atWarn().addKeyValue("session_id", route.session().sessionId()).log("release not noted");
    }
  }

  private void end(Route route) {
    SessionEnd how =
        new SessionEnd(SessionEnd.Reason.RELEASED, route.session().user(), door.clock().instant());
    try {
      List<Session> all = door.sessions().of(route.session().user(), route.session().sessionId());
      all.stream()
          .filter(session -> session.key().equals(route.session()) && !session.ended())
          .forEach(session -> door.end(session, how, null));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("session_id", route.session().sessionId())
          .addKeyValue("error", String.valueOf(e.getMessage()))
          .log("release not noted");
    }
  }
}
