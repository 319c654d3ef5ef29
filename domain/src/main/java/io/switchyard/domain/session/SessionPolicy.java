package io.switchyard.domain.session;

import io.switchyard.domain.input.InvalidValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one team may do.
 *
 * @param maxSessions that may be open at once on the platform, 1 or more; null for any number
 * @param maxCalls that may be under way at once through one gateway, 1 or more; null for any number
 * @param idleAfter how long after its last use a session ends
 * @param maxAge how long after its start a session ends
 */
public record SessionPolicy(
    @Nullable Integer maxSessions,
    @Nullable Integer maxCalls,
    Duration idleAfter,
    Duration maxAge) {

  /** No limits but half an hour without use and four hours in all. */
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(null, null, Duration.ofMinutes(30), Duration.ofHours(4));

  public SessionPolicy {
    atLeastOne("max_sessions", maxSessions);
    atLeastOne("max_calls", maxCalls);
    if (idleAfter.isNegative() || idleAfter.isZero() || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("not a length of time: " + idleAfter + ", " + maxAge);
    }
  }

  private static void atLeastOne(String field, @Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw InvalidValue.at(field, "" + limit, "is below 1", "leave it out for no limit");
    }
  }
}
