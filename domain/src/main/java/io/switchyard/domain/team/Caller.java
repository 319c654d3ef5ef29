package io.switchyard.domain.team;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.Environment;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who is asking, as the verified credential says. Nothing in a request can widen it.
 *
 * @param user the user's name or address, not blank
 * @param teams the teams the user belongs to
 * @param role what the user may do there
 * @param environments where the user may run anything on clusters
 */
public record Caller(String user, Set<Team> teams, Role role, Set<Environment> environments) {

  public Caller {
    if (user.isBlank()) {
      throw InvalidValue.at("user", user, "is blank", "name the user of this credential");
    }
    teams = Set.copyOf(teams);
    environments = Set.copyOf(environments);
  }

  /** Somebody who may run things in every environment. */
  public Caller(String user, Set<Team> teams, Role role) {
    this(user, teams, role, EnumSet.allOf(Environment.class));
  }

  /** Whether jobs of {@code team} exist at all for this caller. */
  public boolean mayRead(Team team) {
    return seesEveryTeam() || teams.contains(team);
  }

  /** Whether the caller may submit and cancel jobs of {@code team}. */
  public boolean mayChange(Team team) {
    return role != Role.VIEWER && mayRead(team);
  }

  /** Whether the caller may run something on clusters there. */
  public boolean mayEnter(Environment environment) {
    return environments.contains(environment);
  }

  /** Whether the caller may submit a job that belongs to {@code otherUser}. */
  public boolean mayActAs(String otherUser) {
    return role == Role.ADMIN || user.equals(otherUser);
  }

  /** Whether lists are not narrowed to {@link #teams}. */
  public boolean seesEveryTeam() {
    return role == Role.ADMIN;
  }
}
