package io.switchyard.domain.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;

/** Names one server process that sessions can be on; what takes its place has another name. */
public sealed interface ServerId {

  /**
   * A server of a cluster.
   *
   * @param number 1 for the cluster's first
   */
  record OfCluster(ClusterId cluster, int number) implements ServerId {}

  /** The driver of one attempt of a job. */
  record OfJob(JobId job, ExecutionId execution) implements ServerId {}
}
