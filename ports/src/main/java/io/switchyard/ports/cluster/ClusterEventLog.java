package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.ports.TargetFailure;
import java.util.List;

/**
 * What happened to clusters. Blocks for the store and throws {@link TargetFailure} when it does not
 * answer.
 */
public interface ClusterEventLog {

  /**
   * The newest events of a cluster, oldest first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<ClusterEvent> of(ClusterId cluster, int limit);
}
