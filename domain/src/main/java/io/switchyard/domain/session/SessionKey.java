package io.switchyard.domain.session;

import io.switchyard.domain.team.Team;

/**
 * What names one session: Spark tells sessions apart by user and id, and a team has clusters of its
 * own.
 *
 * @param user the user of the credential, which is also the user that Spark is told
 * @param sessionId as the client chose it, a UUID with stock clients
 */
public record SessionKey(Team team, String user, String sessionId) {}
