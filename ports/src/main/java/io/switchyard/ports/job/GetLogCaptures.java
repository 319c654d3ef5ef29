package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells how far the logs of jobs are captured. */
public final class GetLogCaptures {

  private final LogCaptures captures;

  public GetLogCaptures(LogCaptures captures) {
    this.captures = captures;
  }

  /**
   * The captures of all attempts of those jobs, which the caller was shown; an attempt that no
   * backend had has no log, and those that have not ended are absent. Blocks for the store.
   */
  public Map<ExecutionId, LogCapture.State> of(Collection<Job> jobs) {
    Map<ExecutionId, LogCapture.State> states = new HashMap<>();
    List<ExecutionId> asked = new ArrayList<>();
    for (Job job : jobs) {
      for (Execution execution : job.executions()) {
        if (execution.ended() && execution.handle() == null) {
          states.put(execution.id(), LogCapture.State.NONE);
        } else if (execution.ended()) {
          asked.add(execution.id());
        }
      }
    }
    if (!asked.isEmpty()) {
      states.putAll(captures.states(asked));
    }
    return states;
  }
}
