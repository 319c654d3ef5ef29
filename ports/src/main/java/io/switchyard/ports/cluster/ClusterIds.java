package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;

/** Makes what nobody can guess or gets twice. */
public interface ClusterIds {

  ClusterId nextCluster(Team team, Environment environment, Region region);

  ExecutionId nextServer();

  ServerToken nextToken();
}
