package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import java.util.List;

/**
 * A job that ended and was kept long enough.
 *
 * @param executions every attempt; at least one
 */
public record OldJob(JobId id, List<ExecutionId> executions) {

  public OldJob {
    executions = List.copyOf(executions);
  }
}
