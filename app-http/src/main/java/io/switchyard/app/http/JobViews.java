package io.switchyard.app.http;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.ExplainWait;
import io.switchyard.ports.job.GetCallbacks;
import io.switchyard.ports.job.GetLogCaptures;
import io.switchyard.ports.job.GetTimeline;
import java.util.List;
import java.util.function.Function;

/** Jobs as the API shows them, with all that is kept apart from them. Blocks for the store. */
public final class JobViews {

  private final GetLogCaptures captures;
  private final GetCallbacks callbacks;
  private final ExplainWait waits;
  private final GetTimeline timelines;
  private final String gateway;

  /**
   * @param gateway where Spark's clients connect, as {@code sc://<host>:<port>}
   */
  JobViews(
      GetLogCaptures captures,
      GetCallbacks callbacks,
      ExplainWait waits,
      GetTimeline timelines,
      String gateway) {
    this.gateway = gateway;
    this.captures = captures;
    this.callbacks = callbacks;
    this.waits = waits;
    this.timelines = timelines;
  }

  /**
   * One job, whole.
   *
   * @param logsUrl the address of a job's log; empty if that is not known
   */
  public JobView one(Job job, Function<JobId, String> logsUrl) {
    List<Job> alone = List.of(job);
    return JobView.of(
        job,
        captures.of(alone),
        callbacks.of(alone).get(job.id()),
        waits.explain(job).orElse(null),
        timelines.of(job),
        logsUrl.apply(job.id()),
        gateway);
  }

  /** A page of jobs, read at once for all of them and hence without timelines and waits. */
  public List<JobView> page(List<Job> jobs, Function<JobId, String> logsUrl) {
    var states = captures.of(jobs);
    var told = callbacks.of(jobs);
    return jobs.stream()
        .map(
            job ->
                JobView.of(
                    job, states, told.get(job.id()), null, null, logsUrl.apply(job.id()), gateway))
        .toList();
  }
}
