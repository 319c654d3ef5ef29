package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Tells how far the callbacks of jobs are. */
public final class GetCallbacks {

  private final Callbacks callbacks;

  public GetCallbacks(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  /**
   * The callbacks of those jobs, which the caller was shown; jobs that asked for none are absent.
   * Blocks for the store.
   */
  public Map<JobId, Callback> of(Collection<Job> jobs) {
    List<JobId> asking =
        jobs.stream().filter(job -> job.request().callbackUrl() != null).map(Job::id).toList();
    return asking.isEmpty() ? Map.of() : callbacks.of(asking);
  }
}
