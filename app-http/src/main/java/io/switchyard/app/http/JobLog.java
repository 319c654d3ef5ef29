package io.switchyard.app.http;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.job.GetJob;
import io.switchyard.ports.job.LogQuery;
import io.switchyard.ports.job.LogSlice;
import io.switchyard.ports.job.ReadJobLogs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The log of a job, for a caller. */
public record JobLog(JobId id, Caller caller, GetJob getJob, ReadJobLogs readLogs)
    implements LogSource {

  @Override
  public String what() {
    return "job";
  }

  @Override
  public String run() {
    return "attempt";
  }

  @Override
  public Map<String, Object> named() {
    return Map.of("job_id", id.value());
  }

  @Override
  public Refusal noSuch() {
    return NoSuchJob.of(id);
  }

  @Override
  public Optional<Standing> standing() {
    return getJob.get(id, caller).map(this::standing);
  }

  private Standing standing(Job job) {
    Map<String, Object> told = new LinkedHashMap<>(named());
    told.put("execution_id", job.current().id().value());
    told.put("status", job.status().name());
    return new Standing(
        job.executions().stream().map(e -> new Run(e.id(), e.attempt(), e.ended())).toList(),
        job.status().terminal(),
        told);
  }

  @Override
  public Optional<LogSlice> read(LogQuery query) {
    return readLogs.read(id, query, caller);
  }
}
