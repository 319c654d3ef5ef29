package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterState.Live;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletes, scales and extends clusters. Every method blocks for the store, not for a backend, and
 * may be repeated.
 */
public final class ChangeCluster {

  /** Far more often than the work loop can change one cluster while we look. */
  private static final int TRIES = 20;

  private final Clusters clusters;
  private final ClusterPolicies policies;
  private final InstantSource clock;

  public ChangeCluster(Clusters clusters, ClusterPolicies policies, InstantSource clock) {
    this.clusters = clusters;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Asks for the end of a cluster, wherever it stands.
   *
   * @param force also if somebody uses it, as far as its server's last report tells
   */
  public Changing delete(ClusterId id, boolean force, Caller by) {
    return change(id, by, claimed -> deleted(claimed, force, by));
  }

  private Optional<Changing> deleted(ClaimedCluster claimed, boolean force, Caller by) {
    Cluster cluster = claimed.cluster();
    if (!(cluster.state() instanceof Live live)) {
      return Optional.of(new Changing.Unchanged(cluster));
    }
    Instant now = now();
    ClusterState next = live.end(EndReason.terminated("deleted by " + by.user()), now);
    if (next.equals(live)) {
      return Optional.of(new Changing.Unchanged(cluster));
    } else if (cluster.usage().inUse() && !force) {
      return Optional.of(new Changing.InUse(cluster));
    }
    return save(claimed, cluster.in(next), now);
  }

  /**
   * Gives a running cluster another shape. The number of executors is changed under the open
   * sessions; for anything else a new server takes the place of the old one.
   *
   * @param force also if that ends sessions
   */
  public Changing scale(ClusterId id, ClusterShape shape, boolean force, Caller by) {
    return change(id, by, claimed -> scaled(claimed, shape, force));
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
    Instant now = now();
    Cluster next;
    if (cluster.shape().differsOnlyInExecutors(shape)) {
      next = cluster.shaped(shape).in(scaling(serving, now));
    } else if (cluster.usage().inUse() && !force) {
      return Optional.of(new Changing.InUse(cluster));
    } else {
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

  private static ClusterState scaling(ClusterState.Serving serving, Instant now) {
    return new ClusterState.Scaling(serving.handle(), serving.address(), now);
  }

  /**
   * Moves a cluster's end.
   *
   * @param extension how much later; counted from now if the end has passed already
   */
  public Changing extend(ClusterId id, Duration extension, Caller by) {
    return change(id, by, claimed -> extended(claimed, extension));
  }

  private Optional<Changing> extended(ClaimedCluster claimed, Duration extension) {
    Cluster cluster = claimed.cluster();
    Instant end = cluster.expiresAt();
    if (cluster.ended() || cluster.state() instanceof ClusterState.Terminating) {
      return Optional.of(
          new Changing.NotNow(
              cluster, "it is " + cluster.status().word() + ", and its end cannot be moved"));
    } else if (end == null) {
      return Optional.of(new Changing.Unchanged(cluster));
    }
    Instant now = now();
    Instant later = (end.isBefore(now) ? now : end).plus(extension);
    Duration cap =
        policies.of(cluster.request().team(), cluster.request().environment()).maxLifetime();
    if (later.isAfter(cluster.createdAt().plus(Objects.requireNonNullElse(cap, Ttl.LONGEST)))) {
      Ttl most = new Ttl(Objects.requireNonNullElse(cap, Ttl.LONGEST));
      return Optional.of(
          new Changing.Refused(
              List.of(
                  new Violation(
                      "extension",
                      new Ttl(extension).toString(),
                      "leads past the longest life of clusters of this team and environment, "
                          + most
                          + " from "
                          + cluster.createdAt(),
                      "the latest end is " + cluster.createdAt().plus(most.duration())))));
    }
    return save(claimed, cluster.expiring(later), now);
  }

  private Optional<Changing> save(ClaimedCluster claimed, Cluster next, Instant now) {
    List<ClaimedCluster> saved =
        clusters.save(List.of(ClusterChange.until(claimed, next, now, now)));
    return saved.stream().findFirst().map(written -> new Changing.Changed(written.cluster()));
  }

  /** One try; empty if somebody else changed the cluster meanwhile. */
  @FunctionalInterface
  private interface Attempt {
    Optional<Changing> at(ClaimedCluster claimed);
  }

  private Changing change(ClusterId id, Caller by, Attempt attempt) {
    for (int i = 0; i < TRIES; i++) {
      Optional<ClaimedCluster> current =
          clusters.current(id).filter(c -> by.mayRead(c.cluster().request().team()));
      if (current.isEmpty()) {
        return new Changing.NotFound();
      }
      Cluster cluster = current.get().cluster();
      if (!by.mayChange(cluster.request().team())) {
        return new Changing.NotAllowed(cluster);
      }
      Optional<Changing> answer = attempt.at(current.get());
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw TargetFailure.withoutEffect(
        TargetFailure.Kind.THROTTLED, "the cluster kept changing while it was to be changed");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
