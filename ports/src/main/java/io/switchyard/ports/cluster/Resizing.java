package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterQuota;

/** What became of giving a cluster another shape. */
public sealed interface Resizing {

  /** It is written. */
  record Written(ClaimedCluster cluster) implements Resizing {}

  /** Somebody changed the cluster meanwhile; read it again. */
  record Stale() implements Resizing {}

  /** The team would have more than it may. */
  record OverQuota(ClusterQuota.Excess excess) implements Resizing {}
}
