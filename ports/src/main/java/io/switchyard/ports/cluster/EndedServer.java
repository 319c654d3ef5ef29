package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.job.LogCapture;
import java.time.Instant;
import java.util.Optional;

/**
 * A server that a backend had and that is gone; kept for its log.
 *
 * @param number 1 for the cluster's first
 * @param ran whether it surely wrote a log, because it was seen to answer
 */
public record EndedServer(
    ClusterId cluster,
    ExecutionId id,
    int number,
    BackendId backend,
    BackendHandle handle,
    Instant endedAt,
    boolean ran) {

  /** The server that a change ended; empty if it ended none, or none that a backend had. */
  public static Optional<EndedServer> of(ClusterChange change) {
    Cluster was = change.was().cluster();
    BackendHandle handle = was.handle();
    boolean goes = change.now().ended() || !change.now().server().equals(was.server());
    return handle != null && goes
        ? Optional.of(
            new EndedServer(
                was.id(),
                was.server().id(),
                was.server().number(),
                was.backend(),
                handle,
                change.at(),
                answered(was)))
        : Optional.empty();
  }

  private static boolean answered(Cluster was) {
    return was.state() instanceof ClusterState.Serving
        || (was.server().number() == 1 && was.readyAt() != null);
  }

  /** The capture of its log, as it begins. */
  public LogCapture capture() {
    return new LogCapture(id, backend, handle, endedAt, ran, LogCapture.State.PENDING, 0);
  }
}
