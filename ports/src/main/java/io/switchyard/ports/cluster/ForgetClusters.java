package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.LogStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes clusters that were over for long enough. The logs of a cluster go before the cluster
 * does: whoever dies in between is followed by another that finds the cluster again.
 */
public final class ForgetClusters {

  private static final int BATCH = 100;

  private final Clusters clusters;
  private final LogStore logs;
  private final InstantSource clock;
  private final Duration keep;

  /**
   * @param keep how long a cluster that is over stays readable
   */
  public ForgetClusters(Clusters clusters, LogStore logs, InstantSource clock, Duration keep) {
    this.clusters = clusters;
    this.logs = logs;
    this.clock = clock;
    this.keep = keep;
  }

  /**
   * Deletes a few; whether there may be more. Blocks for the store and the log store. A cluster
   * whose logs cannot be deleted stays.
   *
   * @throws TargetFailure when a store fails; what could be deleted was
   */
  public boolean forget() {
    List<ClusterId> withoutLogs = new ArrayList<>();
    TargetFailure last = null;
    for (OldCluster cluster : clusters.old(clock.instant().minus(keep), BATCH)) {
      try {
        cluster.servers().forEach(logs::forget);
        withoutLogs.add(cluster.id());
      } catch (TargetFailure failure) {
        last = failure;
      }
    }
    int deleted = withoutLogs.isEmpty() ? 0 : clusters.forget(withoutLogs);
    return fullOrThrow(deleted, last);
  }

  private static boolean fullOrThrow(int deleted, @Nullable TargetFailure failure) {
    if (failure != null) {
      throw failure;
    }
    return deleted == BATCH;
  }
}
