package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Tells how far the logs of jobs are captured. */
public final class GetLogCaptures {

  private final LogCaptures captures;

  public GetLogCaptures(LogCaptures captures) {
    this.captures = captures;
  }

  /**
   * The captures of all attempts of those jobs, which the caller was shown; attempts that have none
   * are absent. Blocks for the store.
   */
  public Map<ExecutionId, LogCapture.State> of(Collection<Job> jobs) {
    List<ExecutionId> ended =
        jobs.stream()
            .flatMap(job -> job.executions().stream())
            .filter(Execution::ended)
            .map(Execution::id)
            .toList();
    return ended.isEmpty() ? Map.of() : captures.states(ended);
  }
}
