package io.switchyard.ports.cluster;

import java.time.Duration;
import java.time.InstantSource;

/** Deletes clusters that were over for long enough. */
public final class ForgetClusters {

  private static final int BATCH = 100;

  private final Clusters clusters;
  private final InstantSource clock;
  private final Duration keep;

  /**
   * @param keep how long a cluster that is over stays readable
   */
  public ForgetClusters(Clusters clusters, InstantSource clock, Duration keep) {
    this.clusters = clusters;
    this.clock = clock;
    this.keep = keep;
  }

  /** Deletes a few; whether there may be more. Blocks for the store. */
  public boolean forget() {
    return clusters.forget(clock.instant().minus(keep), BATCH) == BATCH;
  }
}
