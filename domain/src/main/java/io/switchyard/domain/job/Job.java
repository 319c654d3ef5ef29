package io.switchyard.domain.job;

import java.time.Instant;
import java.util.List;

/**
 * What a user submitted and all that came of it.
 *
 * @param submittedAt when it became durable
 * @param executions every attempt, oldest first; at least one
 */
public record Job(JobId id, JobRequest request, Instant submittedAt, List<Execution> executions) {

  public Job {
    executions = List.copyOf(executions);
    if (executions.isEmpty()) {
      throw new IllegalArgumentException("a job without an execution: " + id);
    }
  }

  /** The newest attempt; the job stands where it stands. */
  public Execution current() {
    return executions.get(executions.size() - 1);
  }

  /**
   * Since when the newest attempt waits or waited: the submission, or the end of the one before.
   */
  public Instant waitingSince() {
    if (executions.size() < 2) {
      return submittedAt;
    }
    Instant before = executions.get(executions.size() - 2).endedAt();
    return before == null ? submittedAt : before;
  }

  public JobStatus status() {
    return current().state().status();
  }
}
