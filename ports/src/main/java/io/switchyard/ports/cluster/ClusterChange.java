package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What shall become of a cluster.
 *
 * @param was the cluster as it was read
 * @param now the same cluster as it shall be
 * @param at when this was decided
 * @param due when to look at it again; null if never, because it is over
 */
public record ClusterChange(ClaimedCluster was, Cluster now, Instant at, @Nullable Instant due) {

  public ClusterChange {
    if (!now.id().equals(was.cluster().id())) {
      throw new IllegalArgumentException(now.id() + " cannot replace " + was.cluster().id());
    }
    if (now.ended() != (due == null)) {
      throw new IllegalArgumentException("due " + due + " while " + now.state());
    }
  }

  /** Look again at {@code due}, unless it is over. */
  public static ClusterChange until(ClaimedCluster was, Cluster now, Instant at, Instant due) {
    return new ClusterChange(was, now, at, now.ended() ? null : due);
  }
}
