package io.switchyard.ports.job;

import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.team.Team;

/**
 * An event as it was read.
 *
 * @param cursor its place among all events
 * @param team whose job it happened to
 */
public record StoredEvent(EventCursor cursor, Team team, JobEvent event) {}
