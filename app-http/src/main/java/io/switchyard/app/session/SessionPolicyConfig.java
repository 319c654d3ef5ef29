package io.switchyard.app.session;

import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for some sessions.
 *
 * @param team whose; null for every team
 */
public record SessionPolicyConfig(@Nullable Team team, SessionPolicy policy) {

  private static final int MOST = 1_000_000;

  boolean holdsFor(Team asked) {
    return team == null || team.equals(asked);
  }

  /** Reads whom it holds for and every limit; each may be left out. */
  static SessionPolicyConfig read(InputObject in) {
    var length = Durations.reader(Duration.ofSeconds(10), Duration.ofDays(365));
    var team = in.optional("team", text().then(Team::new));
    var sessions = in.optional("max_sessions", integer(1, MOST));
    var calls = in.optional("max_calls", integer(1, MOST));
    var idle = in.optional("idle_after", length, SessionPolicy.DEFAULT.idleAfter());
    var age = in.optional("max_age", length, SessionPolicy.DEFAULT.maxAge());
    return in.build(
        () ->
            new SessionPolicyConfig(
                team.get().orElse(null),
                new SessionPolicy(
                    sessions.get().orElse(null), calls.get().orElse(null), idle.get(), age.get())));
  }
}
