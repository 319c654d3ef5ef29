package io.switchyard.ports.session;

import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Team;

/** Which policy holds for whose sessions; configuration, the same in every process. */
@FunctionalInterface
public interface SessionPolicies {

  SessionPolicy of(Team team);
}
