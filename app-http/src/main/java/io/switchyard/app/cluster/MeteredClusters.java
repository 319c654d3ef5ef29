package io.switchyard.app.cluster;

import static java.util.stream.Collectors.toSet;

import io.switchyard.app.http.ClusterMeters;
import io.switchyard.app.http.ClusterMeters.Limit;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.ports.cluster.Addition;
import io.switchyard.ports.cluster.ClaimedCluster;
import io.switchyard.ports.cluster.ClusterChange;
import io.switchyard.ports.cluster.ClusterFilter;
import io.switchyard.ports.cluster.ClusterPolicies;
import io.switchyard.ports.cluster.ClusterTally;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.OldCluster;
import io.switchyard.ports.cluster.Resizing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts what becomes of clusters where it becomes durable, and so exactly once. */
record MeteredClusters(Clusters store, ClusterMeters meters, ClusterPolicies policies)
    implements Clusters {

  @Override
  public List<ClaimedCluster> save(Collection<ClusterChange> changes) {
    List<ClaimedCluster> saved = store.save(changes);
    Set<ClusterId> written = saved.stream().map(one -> one.cluster().id()).collect(toSet());
    changes.stream().filter(change -> written.contains(change.now().id())).forEach(this::count);
    return saved;
  }

  @Override
  public Resizing resize(ClusterChange change, ClusterQuota quota) {
    Resizing resizing = store.resize(change, quota);
    if (resizing instanceof Resizing.Written) {
      count(change);
    }
    return resizing;
  }

  private void count(ClusterChange change) {
    Cluster was = change.was().cluster();
    Cluster now = change.now();
    Environment environment = now.request().environment();
    Instant ready = now.readyAt();
    if (was.readyAt() == null && ready != null) {
      var size = now.request().shape().size();
      meters.ready(
          environment,
          size == null ? "custom" : size.word(),
          Duration.between(now.createdAt(), ready));
    }
    boolean restarts = now.restartedSince(was);
    boolean fails = !was.ended() && now.status() == ClusterStatus.FAILED;
    if (restarts || (fails && running(was.state()))) {
      meters.lost(environment);
    }
    if (restarts) {
      meters.restarted(environment);
    }
    if (fails) {
      meters.failed(environment);
    }
    if (ends(now.state()) && !ends(was.state())) {
      countLimit(change, environment);
    }
  }

  /** Whether a server is there that nobody has asked to end. */
  private static boolean running(ClusterState state) {
    return state instanceof ClusterState.OnBackend && !(state instanceof ClusterState.Terminating);
  }

  private static boolean ends(ClusterState state) {
    return state.status() == ClusterStatus.TERMINATING || state.status().terminal();
  }

  /** A cluster that somebody deletes when its time is over ends for that reason all the same. */
  private void countLimit(ClusterChange change, Environment environment) {
    Cluster was = change.was().cluster();
    EndReason due = was.overdue(policies.of(was.request().team(), environment), change.at());
    if (due != null && due.goal() == EndReason.Goal.TERMINATED) {
      Instant end = was.expiresAt();
      boolean ttl = end != null && !change.at().isBefore(end);
      meters.expired(environment, ttl ? Limit.TTL : Limit.IDLE);
    }
  }

  @Override
  public Addition add(Cluster cluster, ClusterQuota quota) {
    return store.add(cluster, quota);
  }

  @Override
  public Optional<Cluster> find(ClusterId id) {
    return store.find(id);
  }

  @Override
  public Optional<Cluster> atHost(String host) {
    return store.atHost(host);
  }

  @Override
  public List<Cluster> list(ClusterFilter filter, int limit) {
    return store.list(filter, limit);
  }

  @Override
  public long count(ClusterFilter filter) {
    return store.count(filter);
  }

  @Override
  public List<ClusterTally> tally() {
    return store.tally();
  }

  @Override
  public List<ClaimedCluster> claimDue(Instant now, Duration lease, int limit) {
    return store.claimDue(now, lease, limit);
  }

  @Override
  public Optional<ClaimedCluster> current(ClusterId id) {
    return store.current(id);
  }

  @Override
  public List<Duration> readyTimes(BackendId backend, ClusterShape shape, int limit) {
    return store.readyTimes(backend, shape, limit);
  }

  @Override
  public List<OldCluster> old(Instant before, int limit) {
    return store.old(before, limit);
  }

  @Override
  public int forget(Collection<ClusterId> clusters) {
    return store.forget(clusters);
  }
}
