package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;

/**
 * How many clusters of a team stand somewhere in an environment.
 *
 * @param clusters 1 or more
 */
public record ClusterTally(
    Team team, Environment environment, ClusterStatus status, long clusters) {}
