package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterQuota;

/** What became of adding a cluster. */
public sealed interface Addition {

  /** It is durable, with the hosts it got. */
  record Added(Cluster cluster) implements Addition {}

  /** Another one has the idempotency key already. */
  record KeyHeld(Cluster holder) implements Addition {}

  /** Another one has its first host. */
  record HostTaken(String host, ClusterId holder) implements Addition {}

  /** The team would have more than it may. */
  record OverQuota(ClusterQuota.Excess excess) implements Addition {}
}
