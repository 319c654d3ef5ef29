package io.switchyard.ports.session;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.CallRefused.Reason;
import java.util.Set;

/** Who may run anything where. */
final class Access {

  private Access() {}

  /**
   * @throws CallRefused if the caller may not run anything there
   */
  static void require(Caller caller, Team team, Environment environment) {
    require(caller, team, Set.of(environment));
  }

  /**
   * @param environments one of which must be the caller's; empty for any
   * @throws CallRefused if the caller may not run anything there
   */
  static void require(Caller caller, Team team, Set<Environment> environments) {
    if (!caller.mayRead(team)) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED, caller.user() + " is not a member of team " + team);
    } else if (!caller.mayChange(team)) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED,
          caller.user() + " may look at what team " + team + " has, and not run anything there");
    } else if (!environments.isEmpty() && environments.stream().noneMatch(caller::mayEnter)) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED,
          caller.user()
              + " may not run anything in environment "
              + environments.stream().map(Environment::toString).sorted().collect(joining(" or ")));
    }
  }
}
