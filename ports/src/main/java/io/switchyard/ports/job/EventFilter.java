package io.switchyard.ports.job;

import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read; every condition must hold.
 *
 * @param teams events of one of these teams' jobs; null for every team, empty for none
 * @param since events that happened then or later; null for any
 */
public record EventFilter(@Nullable Set<Team> teams, @Nullable Instant since) {

  public static final EventFilter ALL = new EventFilter(null, null);

  public EventFilter {
    teams = teams == null ? null : Set.copyOf(teams);
  }
}
