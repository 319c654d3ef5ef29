package io.switchyard.domain.team;

/** What a caller may do, beyond belonging to a team. */
public enum Role {
  /** Sees the jobs of the caller's teams. */
  VIEWER,
  /** Also submits and cancels jobs of the caller's teams. */
  MEMBER,
  /** Does all of that for every team, and may submit in another user's name. */
  ADMIN
}
