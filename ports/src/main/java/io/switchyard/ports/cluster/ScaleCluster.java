package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Gives a running cluster another shape. */
public final class ScaleCluster {

  private final Clusters clusters;
  private final ClusterEdit edit;
  private final Backends backends;
  private final ClusterPolicies policies;
  private final OpenSessions sessions;
  private final InstantSource clock;

  public ScaleCluster(
      Clusters clusters,
      Backends backends,
      ClusterPolicies policies,
      OpenSessions sessions,
      InstantSource clock) {
    this.sessions = sessions;
    this.backends = backends;
    this.clusters = clusters;
    this.edit = new ClusterEdit(clusters);
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Asks for another shape. What the backend can do under the open sessions, such as to change the
   * number of executors, it does; for anything else a new server takes the place of the old one.
   * May be repeated. Blocks for the store, not for the backend.
   *
   * @param force also if that ends sessions
   */
  public Changing scale(ClusterId id, ClusterShape shape, boolean force, Caller by) {
    return edit.change(id, by, claimed -> scaled(claimed, shape, force));
  }

  private Optional<Changing> scaled(ClaimedCluster claimed, ClusterShape shape, boolean force) {
    Cluster cluster = claimed.cluster();
    if (cluster.shape().equals(shape) && !cluster.ended()) {
      return Optional.of(new Changing.Unchanged(cluster));
    }
    if (!(cluster.state() instanceof ClusterState.Serving serving)) {
      return Optional.of(
          new Changing.NotNow(
              cluster,
              "it is %s, and only a running cluster can be scaled"
                  .formatted(cluster.status().word())));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cluster next;
    if (scalesLive(cluster, shape)) {
      next = cluster.shaped(shape).in(scaling(serving, now));
    } else {
      Optional<Changing> inUse = force ? Optional.empty() : Changing.InUse.of(cluster, sessions);
      if (inUse.isPresent()) {
        return inUse;
      }
      next =
          cluster
              .shaped(shape)
              .in(serving.end(EndReason.replaced("another size takes another server"), now));
    }
    ClusterPolicy policy = policies.of(cluster.request().team(), cluster.request().environment());
    Resizing resizing =
        clusters.resize(ClusterChange.until(claimed, next, now, now), policy.quota());
    if (resizing instanceof Resizing.Written written) {
      return Optional.of(new Changing.Changed(written.cluster().cluster()));
    } else if (resizing instanceof Resizing.OverQuota over) {
      return Optional.of(new Changing.OverQuota(over.excess()));
    }
    return Optional.empty();
  }

  private boolean scalesLive(Cluster cluster, ClusterShape shape) {
    return backends
        .find(cluster.backend())
        .filter(Backend::runsClusters)
        .map(backend -> backend.clusters().scalesLive(cluster, shape))
        .orElse(false);
  }

  private static ClusterState scaling(ClusterState.Serving serving, Instant now) {
    return new ClusterState.Scaling(serving.handle(), serving.address(), now);
  }
}
