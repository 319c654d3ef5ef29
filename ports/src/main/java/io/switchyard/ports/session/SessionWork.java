package io.switchyard.ports.session;

import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as work: open ones are due when they may be idle or too old, and those that are over
 * when their server is to be told. Methods block for the store and throw {@link
 * io.switchyard.ports.TargetFailure} when it does not answer.
 */
public interface SessionWork {

  /**
   * A session as it was claimed.
   *
   * @param version changes with every claim and every write that ends or postpones
   */
  record Claim(Session session, long version) {}

  /**
   * What was done in a session since the last time.
   *
   * @param at its last use
   */
  record Activity(SessionKey key, long bytesUp, long bytesDown, long operations, Instant at) {}

  /** Adds what was done to the sessions; those that are not there are left out. */
  void record(Collection<Activity> activities);

  /**
   * Claims sessions whose time has come and that nobody else holds, those due longest first, and
   * keeps others away until {@code now + lease}.
   *
   * @param limit how many at most, 1 or more
   */
  List<Claim> claimDue(Instant now, Duration lease, int limit);

  /**
   * Gives up a claim, to be claimed again at {@code due}, or never if that is null. Does nothing if
   * the session was claimed or ended since.
   */
  void postpone(Claim claim, @Nullable Instant due);

  /**
   * Ends a claimed session, unless it was used, claimed or ended since.
   *
   * @param due when its server is to be told
   * @return whether this call ended it
   */
  boolean endUnused(Claim claim, SessionEnd how, Instant due);

  /** The servers that have open sessions. */
  Set<ServerId> servers();

  /**
   * Ends every open session on a server that is gone.
   *
   * @return those that this call ended
   */
  List<Session> endOn(ServerId server, SessionEnd how);

  /** The keys of sessions that ended at {@code since} or later, in any order. */
  List<SessionKey> endedSince(Instant since);

  /**
   * Deletes sessions that were over before {@code before}; their keys are free again.
   *
   * @param limit at most that many, 1 or more
   * @return how many were deleted
   */
  int forget(Instant before, int limit);
}
