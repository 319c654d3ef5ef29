package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.placement.BackendId;
import java.time.Duration;
import java.util.List;

/**
 * How long a cluster will take until it answers: what three quarters of the latest ones like it
 * took at most.
 *
 * @param firstGuess the answer before there is any history
 */
public record ReadyEstimate(Clusters clusters, Duration firstGuess) {

  private static final int SAMPLE = 20;

  /** Blocks for the store. */
  Duration of(BackendId backend, ClusterShape shape) {
    List<Duration> took = clusters.readyTimes(backend, shape, SAMPLE).stream().sorted().toList();
    return took.isEmpty() ? firstGuess : took.get((took.size() * 3 - 1) / 4);
  }
}
