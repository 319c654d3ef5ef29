package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.JobLogs;
import org.jspecify.annotations.Nullable;

/**
 * One configured place that runs Spark, with the ports it answers.
 *
 * @param id its configured name; executions and clusters keep it, so it must not be given to
 *     another place while any of them lives
 * @param logs of drivers, also those that are servers of clusters
 * @param clusterLauncher null if it runs jobs only
 */
public record Backend(
    BackendId id,
    Place place,
    JobLauncher jobs,
    JobLogs logs,
    @Nullable ClusterLauncher clusterLauncher) {

  /** A standalone backend for every region and environment that runs jobs only. */
  public Backend(BackendId id, JobLauncher jobs, JobLogs logs) {
    this(id, Place.anywhere(BackendKind.STANDALONE), jobs, logs, null);
  }

  public boolean runsClusters() {
    return clusterLauncher != null;
  }

  /**
   * @throws IllegalStateException if it runs no clusters
   */
  public ClusterLauncher clusters() {
    if (clusterLauncher == null) {
      throw new IllegalStateException("backend " + id + " runs no clusters");
    }
    return clusterLauncher;
  }
}
