package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of jobs.
 *
 * @param jobs newest first
 * @param next list on with jobs older than this one; null at the end
 */
public record JobPage(List<Job> jobs, @Nullable JobId next) {

  public JobPage {
    jobs = List.copyOf(jobs);
  }
}
