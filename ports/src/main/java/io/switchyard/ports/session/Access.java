package io.switchyard.ports.session;

import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.CallRefused.Reason;

/** Who may run anything where. */
final class Access {

  private Access() {}

  /**
   * @throws CallRefused if the caller may not run anything there
   */
  static void require(Caller caller, Team team, Environment environment) {
    if (!caller.mayRead(team)) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED, caller.user() + " is not a member of team " + team);
    } else if (!caller.mayChange(team)) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED,
          caller.user() + " may look at what team " + team + " has, and not run anything there");
    } else if (!caller.mayEnter(environment)) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED,
          caller.user() + " may not run anything in environment " + environment);
    }
  }
}
