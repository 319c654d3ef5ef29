package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterState.Launching;
import io.switchyard.domain.cluster.ClusterState.Pending;
import io.switchyard.domain.cluster.ClusterState.TerminatingLaunch;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings servers to a backend: the part of the pass in which no server is known yet. */
final class ServerLaunching {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLaunching.class);

  private final Clusters clusters;
  private final Catalogs catalogs;
  private final ClusterPolicies policies;
  private final ClusterIds ids;
  private final InstantSource clock;
  private final ClusterCadence cadence;

  ServerLaunching(
      Clusters clusters,
      Catalogs catalogs,
      ClusterPolicies policies,
      ClusterIds ids,
      InstantSource clock,
      ClusterCadence cadence) {
    this.clusters = clusters;
    this.catalogs = catalogs;
    this.policies = policies;
    this.ids = ids;
    this.clock = clock;
    this.cadence = cadence;
  }

  void advance(ClusterLauncher launcher, List<ClaimedCluster> claims) {
    for (ClaimedCluster claimed : claims) {
      ClusterState state = claimed.cluster().state();
      if (state instanceof Pending pending) {
        announce(claimed, pending).ifPresent(announced -> launch(launcher, announced, true));
      } else if (state instanceof Launching begun) {
        again(launcher, claimed, begun);
      } else if (state instanceof TerminatingLaunch terminating) {
        lookForTerminated(launcher, claimed, terminating);
      }
    }
  }

  /** Makes the coming launch durable before any backend hears of it. */
  private Optional<ClaimedCluster> announce(ClaimedCluster claimed, Pending pending) {
    Instant now = clock.instant();
    Cluster cluster = claimed.cluster();
    EndReason overdue = overdue(cluster, now);
    if (overdue != null) {
      save(claimed, cluster.in(pending.end(overdue, now)), now);
      return Optional.empty();
    }
    return save(claimed, cluster.in(pending.launching(now)), now.plus(cadence.launch()));
  }

  private @Nullable EndReason overdue(Cluster cluster, Instant now) {
    return cluster.overdue(
        policies.of(cluster.request().team(), cluster.request().environment()), now);
  }

  /** A launch was begun, by a process that may have died or stand still. */
  private void again(ClusterLauncher launcher, ClaimedCluster claimed, Launching state) {
    Instant now = clock.instant();
    EndReason overdue = overdue(claimed.cluster(), now);
    if (overdue != null) {
      save(claimed, claimed.cluster().in(state.end(overdue, now)), now);
    } else {
      launch(launcher, claimed, false);
    }
  }

  /**
   * Launches, or looks for the server of a launch whose answer was lost.
   *
   * @param fresh whether no launch of this server was tried before
   */
  private void launch(ClusterLauncher launcher, ClaimedCluster claimed, boolean fresh) {
    Cluster cluster = claimed.cluster();
    var state = (Launching) cluster.state();
    try {
      ServerSettings settings =
          catalogs.settings(cluster.request().catalogs(), cluster.request().settings().conf());
      BackendHandle handle = launcher.provision(cluster, settings);
      Instant now = clock.instant();
      save(claimed, cluster.in(state.starting(handle, now)), now.plus(cadence.poll()));
      LOG.atInfo()
          .addKeyValue("cluster_id", cluster.id())
          .addKeyValue("execution_id", cluster.server().id())
          .addKeyValue("backend", cluster.backend())
          .addKeyValue("handle", handle)
          .log("server launched");
    } catch (TargetFailure failure) {
      failed(launcher, claimed, state, fresh, failure);
    }
  }

  private void failed(
      ClusterLauncher launcher,
      ClaimedCluster claimed,
      Launching state,
      boolean fresh,
      TargetFailure failure) {
    Cluster cluster = claimed.cluster();
    Instant now = clock.instant();
    Instant again = now.plus(cadence.retry());
    String why = String.valueOf(failure.getMessage());
    // What happens to this launch says nothing of an earlier one, which may still be under way.
    if (!failure.outcomeKnown() || (!fresh && failure.retryable())) {
      warn(cluster, failure, "server may have been launched; looking for it");
      save(claimed, cluster, again);
    } else if (failure.retryable()) {
      save(claimed, cluster.in(state.notTaken(why, now)), again);
    } else {
      warn(cluster, failure, "server not launched");
      rejected(launcher, claimed, state, fresh, why);
    }
  }

  private void rejected(
      ClusterLauncher launcher,
      ClaimedCluster claimed,
      Launching state,
      boolean fresh,
      String why) {
    Cluster cluster = claimed.cluster();
    Instant now = clock.instant();
    try {
      Optional<BackendHandle> earlier = fresh ? Optional.empty() : launcher.forbid(cluster);
      ClusterState next =
          earlier.isPresent() ? state.starting(earlier.get(), now) : state.rejected(why, now);
      save(claimed, cluster.in(next), now);
    } catch (TargetFailure failure) {
      save(claimed, cluster, now.plus(cadence.retry()));
    }
  }

  /** A launch was given up while its answer was missing: is there a server? */
  private void lookForTerminated(
      ClusterLauncher launcher, ClaimedCluster claimed, TerminatingLaunch state) {
    Cluster cluster = claimed.cluster();
    Instant now = clock.instant();
    try {
      Optional<BackendHandle> handle = launcher.forbid(cluster);
      // A launch that is still under way may yet show a server to be ended, though it serves
      // nobody.
      boolean settled = !now.isBefore(state.since().plus(cadence.launch()));
      if (handle.isPresent()) {
        save(claimed, cluster.in(state.found(handle.get())), now);
      } else if (settled) {
        save(claimed, Endings.of(cluster, state.reason(), ids, now), now);
      } else {
        save(claimed, cluster, now.plus(cadence.poll()));
      }
    } catch (TargetFailure failure) {
      warn(cluster, failure, "backend cannot be asked");
      save(claimed, cluster, now.plus(cadence.retry()));
    }
  }

  private Optional<ClaimedCluster> save(ClaimedCluster claimed, Cluster next, Instant due) {
    return clusters.save(List.of(ClusterChange.until(claimed, next, clock.instant(), due))).stream()
        .findFirst();
  }

  private static void warn(Cluster cluster, TargetFailure failure, String message) {
    LOG.atWarn()
        .addKeyValue("cluster_id", cluster.id())
        .addKeyValue("backend", cluster.backend())
        .addKeyValue("kind", failure.kind())
        .addKeyValue("error", failure.getMessage())
        .log(message);
  }
}
