package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterState.OnBackend;
import io.switchyard.domain.cluster.ClusterState.Scaling;
import io.switchyard.domain.cluster.ClusterState.Starting;
import io.switchyard.domain.cluster.ClusterState.Terminating;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.cluster.ServerReport.Gone;
import io.switchyard.domain.cluster.ServerReport.Listening;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows servers to their end: the part of the pass in which a backend has them. */
final class ServerWatching {

  private static final Logger LOG = LoggerFactory.getLogger(ServerWatching.class);

  /** How long nobody must have used a server before it is replaced for the backend's sake. */
  private static final Duration QUIET = Duration.ofMinutes(2);

  private static final String OUTDATED = "its backend starts servers otherwise now";

  private final Clusters clusters;
  private final ClusterPolicies policies;
  private final ConnectProbe probe;
  private final ClusterIds ids;
  private final InstantSource clock;
  private final ClusterCadence cadence;

  ServerWatching(
      Clusters clusters,
      ClusterPolicies policies,
      ConnectProbe probe,
      ClusterIds ids,
      InstantSource clock,
      ClusterCadence cadence) {
    this.clusters = clusters;
    this.policies = policies;
    this.probe = probe;
    this.ids = ids;
    this.clock = clock;
    this.cadence = cadence;
  }

  void advance(BackendId backend, ClusterLauncher launcher, List<ClaimedCluster> claims) {
    List<ClaimedCluster> onBackend =
        claims.stream().filter(c -> c.cluster().state() instanceof OnBackend).toList();
    if (onBackend.isEmpty()) {
      return;
    }
    try {
      for (ClaimedCluster claimed : onBackend) {
        ask(launcher, claimed.cluster());
      }
      Map<ClusterId, ServerReport> seen =
          launcher.observe(onBackend.stream().map(ClaimedCluster::cluster).toList());
      List<ClusterChange> changes = new ArrayList<>();
      for (ClaimedCluster claimed : onBackend) {
        changes.add(change(launcher, claimed, seen.get(claimed.cluster().id())));
      }
      clusters.save(changes);
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("backend", backend)
          .addKeyValue("kind", failure.kind())
          .addKeyValue("error", failure.getMessage())
          .log("backend cannot be asked");
      Instant now = clock.instant();
      Instant later = now.plus(cadence.retry());
      clusters.save(
          onBackend.stream().map(c -> ClusterChange.until(c, c.cluster(), now, later)).toList());
    }
  }

  /** Says again what the server shall do; each request may have been lost. */
  private static void ask(ClusterLauncher launcher, Cluster cluster) {
    if (cluster.state() instanceof Terminating terminating) {
      unlessAway(cluster, () -> launcher.terminate(terminating.handle()));
    } else if (cluster.state() instanceof Scaling) {
      unlessAway(cluster, () -> launcher.scale(cluster));
    }
  }

  /** It may be dead, which is seen next; the other clusters have nothing to do with it. */
  private static void unlessAway(Cluster cluster, Runnable request) {
    try {
      request.run();
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("cluster_id", cluster.id())
          .addKeyValue("kind", failure.kind())
          .addKeyValue("error", failure.getMessage())
          .log("server cannot be asked");
    }
  }

  private ClusterChange change(
      ClusterLauncher launcher, ClaimedCluster claimed, @Nullable ServerReport report) {
    Instant now = clock.instant();
    Cluster cluster = claimed.cluster();
    if (cluster.state() instanceof ClusterState.Running
        && report instanceof Listening listening
        && !listening.scaled()) {
      // Whoever asked before another change, stood still and went on after it, had the last word.
      unlessAway(cluster, () -> launcher.scale(cluster));
    }
    ClusterPolicy policy = policies.of(cluster.request().team(), cluster.request().environment());
    Cluster next =
        report == null
            ? missing(launcher, cluster, policy, now)
            : seen(cluster, report, policy, now);
    if (next.state() instanceof OnBackend live && !(live instanceof Terminating)) {
      next = inTime(next, live, policy, now);
    }
    log(cluster, next);
    boolean settled = next.state() instanceof ClusterState.Running;
    Instant due =
        next.state() instanceof ClusterState.Pending
            ? now
            : now.plus(settled ? cadence.watch() : cadence.poll());
    return ClusterChange.until(claimed, next, now, due);
  }

  private Cluster missing(
      ClusterLauncher launcher, Cluster cluster, ClusterPolicy policy, Instant now) {
    Cluster missing = cluster.missing(now);
    if (!missing.missingTooLong(now)) {
      return missing;
    }
    try {
      // It may not even have begun, and must not do so beside the one that follows.
      launcher.forbid(cluster);
      return gone(missing, "the backend has no record of it any more", policy, now);
    } catch (TargetFailure failure) {
      return missing;
    }
  }

  private Cluster seen(Cluster cluster, ServerReport report, ClusterPolicy policy, Instant now) {
    if (report instanceof Gone gone) {
      return gone(cluster, gone.cause(), policy, now);
    } else if (report instanceof Listening listening) {
      return listening(cluster.in(cluster.state()), listening, policy, now);
    }
    return cluster.in(cluster.state());
  }

  private Cluster gone(Cluster cluster, String cause, ClusterPolicy policy, Instant now) {
    return cluster.state() instanceof Terminating terminating
        ? Endings.of(cluster, terminating.reason().with(cause), ids, now)
        : Endings.byItself(cluster, cause, policy, ids, now);
  }

  private Cluster listening(Cluster cluster, Listening report, ClusterPolicy policy, Instant now) {
    Usage usage = Objects.requireNonNullElse(report.usage(), cluster.usage());
    if (cluster.state() instanceof Starting) {
      return probe.answers(report.address(), cluster.server().token())
          ? cluster.running(report.address(), usage, now)
          : cluster;
    } else if (cluster.state() instanceof Scaling scaling) {
      boolean late = !now.isBefore(scaling.since().plus(policy.scaleWithin()));
      Cluster used = cluster.used(usage);
      return report.scaled() || late ? used.in(scaling.scaled(now)) : used;
    }
    Cluster used = cluster.used(usage);
    return report.outdated() && report.usage() != null && used.quietSince(now.minus(QUIET))
        ? used.in(((OnBackend) used.state()).end(EndReason.replaced(OUTDATED), now))
        : used;
  }

  private static Cluster inTime(
      Cluster cluster, OnBackend live, ClusterPolicy policy, Instant now) {
    EndReason overdue = cluster.overdue(policy, now);
    if (overdue != null) {
      return cluster.in(live.end(overdue, now));
    }
    return cluster.toBeWarned(policy, now) ? cluster.warnedOfItsEnd() : cluster;
  }

  private static void log(Cluster before, Cluster after) {
    if (before.status() != after.status()) {
      LOG.atInfo()
          .addKeyValue("cluster_id", after.id())
          .addKeyValue("execution_id", after.server().id())
          .addKeyValue("team", after.request().team())
          .addKeyValue("backend", after.backend())
          .addKeyValue("status", after.status().word())
          .addKeyValue("was", before.status().word())
          .log("cluster changed");
    }
  }
}
