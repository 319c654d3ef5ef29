package io.switchyard.ports.session;

import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionEnd.Reason;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.session.SessionWork.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work loop's body for sessions: ends those whose server is gone, those that are idle and those
 * that are too old, and tells servers of sessions that are over. Any number of processes and
 * threads may call it on one store.
 */
public final class TendSessions {

  /** How many sessions one pass claims at most. */
  public static final int BATCH = 50;

  private static final Logger LOG = LoggerFactory.getLogger(TendSessions.class);

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** How long a server is tried to be told of an end. */
  private static final Duration TELL = Duration.ofMinutes(5);

  private final SessionDoor.Stores stores;
  private final SessionServers there;
  private final SessionPolicies policies;
  private final SessionServer servers;
  private final SessionObserver observer;
  private final InstantSource clock;

  public TendSessions(
      SessionDoor.Stores stores,
      Backends backends,
      SessionPolicies policies,
      SessionServer servers,
      SessionObserver observer,
      InstantSource clock) {
    this.stores = stores;
    this.there = new SessionServers(stores, backends);
    this.policies = policies;
    this.servers = servers;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * One pass over at most {@value #BATCH} sessions. Blocks for the store and the servers; a server
   * that fails delays its own sessions only; a store that fails is thrown.
   *
   * @return how many sessions were claimed; if it is the whole batch, more may be due
   */
  public int tend() {
    stores.work().servers().stream().filter(there::gone).forEach(this::endAll);
    List<Claim> due = stores.work().claimDue(clock.instant(), LEASE, BATCH);
    due.forEach(this::tend);
    return due.size();
  }

  private void endAll(ServerId server) {
    SessionEnd how = new SessionEnd(Reason.SERVER_GONE, SessionEnd.PLATFORM, clock.instant());
    stores.work().endOn(server, how).forEach(observer::ended);
  }

  private void tend(Claim claim) {
    Session session = claim.session();
    if (session.ended()) {
      tell(claim);
      return;
    }
    SessionPolicy policy = policies.of(session.key().team());
    Instant now = clock.instant();
    Reason overdue = session.overdue(policy, now);
    if (overdue == null) {
      Instant due = session.dueAt(policy);
      stores.work().postpone(claim, due.isAfter(now) ? due : now.plus(AGAIN));
    } else if (there.busy(session)) {
      stores.work().postpone(claim, now.plus(AGAIN));
    } else {
      end(claim, overdue);
    }
  }

  /** Whoever was asked whether it is busy took a while, in which somebody may have come back. */
  private void end(Claim claim, Reason why) {
    Instant now = clock.instant();
    SessionEnd how = new SessionEnd(why, SessionEnd.PLATFORM, now);
    if (stores.work().endUnused(claim, how, now)) {
      observer.ended(claim.session().over(how));
    } else {
      stores.work().postpone(claim, now);
    }
  }

  private void tell(Claim claim) {
    Session session = claim.session();
    Optional<Standing> server = there.standing(session.on());
    Instant next = null;
    if (server.isPresent()) {
      try {
        servers.release(server.get().route(session.key()));
      } catch (TargetFailure failure) {
        LOG.atDebug()
            .addKeyValue("session_id", session.id())
            .addKeyValue("error", failure.getMessage())
            .log("server not told of the end of a session");
        Instant now = clock.instant();
        SessionEnd end = session.end();
        boolean late = end == null || !now.isBefore(end.at().plus(TELL));
        next = late ? null : now.plus(RETRY);
      }
    }
    stores.work().postpone(claim, next);
  }
}
