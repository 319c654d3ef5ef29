package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.ExecutionId;
import java.util.List;

/**
 * A cluster that is over and was kept long enough.
 *
 * @param servers those that a backend had
 */
public record OldCluster(ClusterId id, List<ExecutionId> servers) {

  public OldCluster {
    servers = List.copyOf(servers);
  }
}
