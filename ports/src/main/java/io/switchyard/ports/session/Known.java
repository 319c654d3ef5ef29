package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.ports.cluster.Clusters;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What this process remembers of the store for a moment.
 *
 * @param clusters by id
 * @param hosts which cluster has one
 */
record Known(
    Fresh<ClusterId, Optional<Cluster>> clusters, Fresh<String, Optional<ClusterId>> hosts) {

  /** Many more than live clusters. */
  private static final int MOST = 10_000;

  static Known of(Clusters store, RoutingTerms terms, Executor blocking, InstantSource clock) {
    return new Known(
        new Fresh<>(store::find, terms.fresh(), terms.stale(), MOST, blocking, clock),
        new Fresh<>(
            host -> store.atHost(host).map(Cluster::id),
            terms.fresh(),
            terms.stale(),
            MOST,
            blocking,
            clock));
  }

  /** The cluster that has the host; blocks for the store. */
  Optional<Cluster> atHost(String host) {
    return hosts.now(host).flatMap(clusters::now).filter(cluster -> !cluster.ended());
  }
}
