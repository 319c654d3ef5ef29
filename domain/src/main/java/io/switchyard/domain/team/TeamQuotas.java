package io.switchyard.domain.team;

import java.util.Map;

/**
 * The limits of every team.
 *
 * @param others those of a team that is not named
 * @param named those of the teams that are
 */
public record TeamQuotas(TeamLimits others, Map<Team, TeamLimits> named) {

  /** No team has a limit. */
  public static final TeamQuotas NONE = new TeamQuotas(TeamLimits.NONE, Map.of());

  public TeamQuotas {
    named = Map.copyOf(named);
  }

  public TeamLimits of(Team team) {
    return named.getOrDefault(team, others);
  }
}
