package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Every cluster there is, as a record and as work. What a method returns is durable and the same
 * for every process on the store. Methods block for the store and throw {@link TargetFailure} when
 * it does not answer.
 */
public interface Clusters {

  /**
   * Adds a cluster, due at once, in one transaction; durable on return. Of several calls at once
   * with one idempotency key of a team one adds; several that together exceed the quota do not all
   * add.
   *
   * @param cluster its first host must be free; of the others it gets those that are
   */
  Addition add(Cluster cluster, ClusterQuota quota);

  Optional<Cluster> find(ClusterId id);

  /** The cluster that has the host now; one that is over has none. */
  Optional<Cluster> atHost(String host);

  /**
   * The clusters that match, newest first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<Cluster> list(ClusterFilter filter, int limit);

  /** How many match, whatever the filter's {@code before}. */
  long count(ClusterFilter filter);

  /** All that are kept, by team, environment and status, in no order. */
  List<ClusterTally> tally();

  /**
   * Claims clusters whose time has come and that nobody else holds, those due longest first. A
   * claim keeps others away until {@code now + lease}, and changes the version, so that whoever
   * held the cluster before can no longer save.
   *
   * @param limit how many at most, 1 or more
   */
  List<ClaimedCluster> claimDue(Instant now, Duration lease, int limit);

  /** A cluster as it is now, to be changed without a claim. */
  Optional<ClaimedCluster> current(ClusterId id);

  /**
   * Writes each change whose cluster still has the version it was read with, with its events and
   * the server that it ends ({@link EndedServers}), gives up the claim, and leaves the others
   * alone. A cluster that is over gives up its hosts.
   *
   * @return the clusters that were written, as they now are
   */
  List<ClaimedCluster> save(Collection<ClusterChange> changes);

  /**
   * As {@link #save} with one change that gives the cluster another shape, if the quota allows it.
   */
  Resizing resize(ClusterChange change, ClusterQuota quota);

  /**
   * How long clusters of that shape on that backend took from acceptance to the first answered
   * call, newest first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<Duration> readyTimes(BackendId backend, ClusterShape shape, int limit);

  /**
   * The clusters that were over before {@code before}, those that ended first first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<OldCluster> old(Instant before, int limit);

  /**
   * Deletes clusters, each whole: with its events, its ended servers and its idempotency key. One
   * that is not there or not over is passed over.
   *
   * @return how many were deleted
   */
  int forget(Collection<ClusterId> clusters);
}
