package io.switchyard.app.http;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.GetLogCaptures;
import io.switchyard.ports.job.GetTimeline;
import io.switchyard.ports.job.LogCapture;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Jobs as the API shows them, with all that is kept apart from them. Blocks for the store. */
public final class JobViews {

  private final GetLogCaptures captures;
  private final GetTimeline timelines;

  JobViews(GetLogCaptures captures, GetTimeline timelines) {
    this.captures = captures;
    this.timelines = timelines;
  }

  /**
   * One job, whole.
   *
   * @param logsUrl the address of a job's log; empty if that is not known
   */
  public JobView one(Job job, Function<JobId, String> logsUrl) {
    return JobView.of(job, captures.of(List.of(job)), timelines.of(job), logsUrl.apply(job.id()));
  }

  /** A page of jobs, read at once for all of them and hence without their timelines. */
  public List<JobView> page(List<Job> jobs, Function<JobId, String> logsUrl) {
    Map<ExecutionId, LogCapture.State> states = captures.of(jobs);
    return jobs.stream()
        .map(job -> JobView.of(job, states, null, logsUrl.apply(job.id())))
        .toList();
  }
}
