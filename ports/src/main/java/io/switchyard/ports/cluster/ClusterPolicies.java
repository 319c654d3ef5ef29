package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;

/** Which policy holds for whom; configuration, the same in every process. */
@FunctionalInterface
public interface ClusterPolicies {

  ClusterPolicy of(Team team, Environment environment);
}
