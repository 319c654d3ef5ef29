package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import java.time.Duration;

/** Says how long a cluster will take until it answers. */
public final class EstimateReady {

  private final ReadyEstimate estimate;

  public EstimateReady(ReadyEstimate estimate) {
    this.estimate = estimate;
  }

  /** From its acceptance, by what clusters like it took. Blocks for the store. */
  public Duration of(Cluster cluster) {
    return estimate.of(cluster.backend(), cluster.request().shape());
  }
}
