package io.switchyard.ports.session;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.SessionWork.Activity;
import io.switchyard.ports.session.Vanished.Gone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each process that passes calls on does every second or so beside them. */
public final class KeepSessions {

  private static final Logger LOG = LoggerFactory.getLogger(KeepSessions.class);

  /** How far clocks may be apart, and how long a write may take to be seen. */
  private static final Duration OVERLAP = Duration.ofSeconds(60);

  /** Between two writes of what sessions did. */
  private static final Duration WRITE = Duration.ofSeconds(5);

  private final Doorway door;
  private final SessionWork work;
  private final SessionServer servers;
  private Instant heardUntil;
  private Instant wroteAt = Instant.MIN;

  KeepSessions(Doorway door, SessionWork work, SessionServer servers) {
    this.door = door;
    this.work = work;
    this.servers = servers;
    this.heardUntil = door.clock().instant();
  }

  /**
   * Forgets pins that ended elsewhere, writes down what sessions did, and interrupts what clients
   * left behind. Blocks for the store and the servers; to be called by one thread at a time.
   *
   * @throws TargetFailure if the store does not answer; nothing is lost by that
   */
  public void keep() {
    Instant now = door.clock().instant();
    if (!now.isBefore(wroteAt.plus(WRITE))) {
      write(now);
      wroteAt = now;
    }
    door.pins().forget(work.endedSince(heardUntil.minus(OVERLAP)));
    heardUntil = now;
    for (Gone gone : door.vanished().take(now.minus(door.terms().vanishedAfter()))) {
      interrupt(gone);
    }
  }

  private void write(Instant now) {
    List<Activity> done = door.traffic().take(now);
    if (!done.isEmpty()) {
      try {
        work.record(done);
      } catch (TargetFailure failure) {
        door.traffic().giveBack(done);
        throw failure;
      }
    }
  }

  private void interrupt(Gone gone) {
    SessionKey key = gone.route().session();
    try {
      if (abandoned(gone)) {
        servers.interrupt(gone.route(), gone.operationId());
        door.observer().interrupted(gone.route(), gone.operationId());
      }
    } catch (TargetFailure failure) {
      // Spark ends it by itself some minutes later.
      LOG.atWarn()
          .addKeyValue("session_id", key.sessionId())
          .addKeyValue("server", gone.route().on())
          .addKeyValue("error", failure.getMessage())
          .log("operation of a vanished client not interrupted");
    }
  }

  /** Whether nobody reads the result; a client may have gone on through another process. */
  private boolean abandoned(Gone gone) {
    SessionKey key = gone.route().session();
    if (door.traffic().underWay(key)) {
      return !gone.operationId().isEmpty();
    }
    Optional<Session> session =
        door.sessions().of(key.user(), key.sessionId()).stream()
            .filter(found -> found.key().equals(key))
            .findFirst();
    // What this process wrote is as old as its last call; anything newer was another's.
    Instant here = gone.seen().plus(WRITE);
    return session.isPresent()
        && !session.get().ended()
        && !session.get().lastActivityAt().isAfter(here);
  }
}
