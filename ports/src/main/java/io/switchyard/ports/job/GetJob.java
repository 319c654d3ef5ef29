package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import java.util.Optional;

/** Shows one job. */
public final class GetJob {

  private final Jobs jobs;

  public GetJob(Jobs jobs) {
    this.jobs = jobs;
  }

  /** The job; empty if there is none, or none that the caller may know of. Blocks for the store. */
  public Optional<Job> get(JobId id, Caller by) {
    return jobs.find(id).filter(job -> by.mayRead(job.request().team()));
  }
}
