package io.switchyard.ports.cluster;

import static java.util.stream.Collectors.groupingBy;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work loop's body for clusters: claims those whose time has come, asks each backend once for
 * all of them, and writes what follows. Any number of processes and threads may call it on one
 * store.
 */
public final class AdvanceClusters {

  private static final Logger LOG = LoggerFactory.getLogger(AdvanceClusters.class);

  private final Clusters clusters;
  private final Backends backends;
  private final InstantSource clock;
  private final ClusterCadence cadence;
  private final ServerLaunching launching;
  private final ServerWatching watching;

  public AdvanceClusters(
      Clusters clusters,
      Backends backends,
      Catalogs catalogs,
      ClusterPolicies policies,
      ConnectProbe probe,
      ClusterIds ids,
      InstantSource clock,
      ClusterCadence cadence) {
    this.clusters = clusters;
    this.backends = backends;
    this.clock = clock;
    this.cadence = cadence;
    this.launching = new ServerLaunching(clusters, catalogs, policies, ids, clock, cadence);
    this.watching = new ServerWatching(clusters, policies, probe, ids, clock, cadence);
  }

  /**
   * One pass over at most {@link ClusterCadence#batch} clusters. Blocks for the store, the backends
   * and the servers. A backend that fails delays its own clusters only; a store that fails is
   * thrown.
   *
   * @return how many clusters were claimed; if it is the whole batch, more may be due
   */
  public int advance() {
    List<ClaimedCluster> due = clusters.claimDue(clock.instant(), cadence.lease(), cadence.batch());
    Map<BackendId, List<ClaimedCluster>> byBackend =
        due.stream().collect(groupingBy(claimed -> claimed.cluster().backend()));
    byBackend.forEach(this::advance);
    return due.size();
  }

  private void advance(BackendId id, List<ClaimedCluster> claims) {
    Optional<Backend> backend = backends.find(id).filter(Backend::runsClusters);
    if (backend.isEmpty()) {
      orphaned(id, claims);
      return;
    }
    ClusterLauncher launcher = backend.get().clusters();
    watching.advance(id, launcher, claims);
    launching.advance(launcher, claims);
  }

  /** Their backend is not configured any more; they wait in case it comes back. */
  private void orphaned(BackendId id, List<ClaimedCluster> claims) {
    LOG.atWarn()
        .addKeyValue("backend", id)
        .addKeyValue("clusters", claims.size())
        .log("clusters belong to a backend that is not configured");
    Instant now = clock.instant();
    Instant later = now.plus(cadence.launch());
    clusters.save(
        claims.stream()
            .map(claim -> ClusterChange.until(claim, claim.cluster(), now, later))
            .toList());
  }
}
