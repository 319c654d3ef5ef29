package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterState.Live;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.team.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Ends a cluster. */
public final class DeleteCluster {

  private final ClusterEdit edit;
  private final OpenSessions sessions;
  private final InstantSource clock;

  public DeleteCluster(Clusters clusters, OpenSessions sessions, InstantSource clock) {
    this.edit = new ClusterEdit(clusters);
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * Asks for the end of a cluster, wherever it stands. May be repeated. Blocks for the store, not
   * for the backend.
   *
   * @param force also if somebody uses it, as far as its server's last report and the sessions tell
   */
  public Changing delete(ClusterId id, boolean force, Caller by) {
    return edit.change(id, by, claimed -> deleted(claimed, force, by));
  }

  private Optional<Changing> deleted(ClaimedCluster claimed, boolean force, Caller by) {
    Cluster cluster = claimed.cluster();
    if (!(cluster.state() instanceof Live live)) {
      return Optional.of(new Changing.Unchanged(cluster));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ClusterState next = live.end(EndReason.terminated("deleted by " + by.user()), now);
    if (next.equals(live)) {
      return Optional.of(new Changing.Unchanged(cluster));
    }
    Optional<Changing> inUse = force ? Optional.empty() : Changing.InUse.of(cluster, sessions);
    if (inUse.isPresent()) {
      return inUse;
    }
    return edit.save(claimed, cluster.in(next), now);
  }
}
