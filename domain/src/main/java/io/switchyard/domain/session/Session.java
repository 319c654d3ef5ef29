package io.switchyard.domain.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.SessionEnd.Reason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Spark Connect session and its pin: the server that all of its calls go to.
 *
 * @param on the server that the session is on; never changes, and when there is another one in its
 *     place, the session is over
 * @param clientVersion what the client says of itself; may be empty
 * @param lastActivityAt the end of its last call, or later while one is under way; a few seconds
 *     behind
 * @param bytesUp of messages from the client
 * @param bytesDown of messages to the client
 * @param operations that the client began
 * @param end null while it is open
 */
public record Session(
    SessionId id,
    SessionKey key,
    ServerId on,
    String clientVersion,
    Instant createdAt,
    Instant lastActivityAt,
    long bytesUp,
    long bytesDown,
    long operations,
    @Nullable SessionEnd end) {

  /** How long after its last use a session may still have a call under way, at another gateway. */
  private static final Duration IN_USE = Duration.ofSeconds(30);

  /** A session whose first call is about to be passed on. */
  public static Session opened(
      SessionId id, SessionKey key, ServerId on, String clientVersion, Instant at) {
    return new Session(id, key, on, clientVersion, at, at, 0, 0, 0, null);
  }

  /** The cluster that it is on; null if it is on none. */
  public @Nullable ClusterId cluster() {
    return on instanceof ServerId.OfCluster server ? server.cluster() : null;
  }

  /** The job whose driver it is on; null if it is on none. */
  public @Nullable JobId job() {
    return on instanceof ServerId.OfJob driver ? driver.job() : null;
  }

  public boolean ended() {
    return end != null;
  }

  /** This session, over. */
  public Session over(SessionEnd how) {
    return new Session(
        id, key, on, clientVersion, createdAt, lastActivityAt, bytesUp, bytesDown, operations, how);
  }

  /** This session after more was done in it. */
  public Session used(long up, long down, long begun, Instant at) {
    return new Session(
        id,
        key,
        on,
        clientVersion,
        createdAt,
        at.isAfter(lastActivityAt) ? at : lastActivityAt,
        bytesUp + up,
        bytesDown + down,
        operations + begun,
        end);
  }

  /** When the policy wants it looked at. */
  public Instant dueAt(SessionPolicy policy) {
    Instant idle = lastActivityAt.plus(policy.idleAfter());
    Instant old = createdAt.plus(policy.maxAge());
    return idle.isBefore(old) ? idle : old;
  }

  /**
   * Why it must end at {@code now}, unless an operation runs in it; null if it need not. One that
   * is too old may go on while somebody uses it.
   */
  public @Nullable Reason overdue(SessionPolicy policy, Instant now) {
    if (!now.isBefore(lastActivityAt.plus(policy.idleAfter()))) {
      return Reason.IDLE;
    }
    boolean old = !now.isBefore(createdAt.plus(policy.maxAge()));
    return old && !now.isBefore(lastActivityAt.plus(IN_USE)) ? Reason.TOO_OLD : null;
  }
}
