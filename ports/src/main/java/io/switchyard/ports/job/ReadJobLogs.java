package io.switchyard.ports.job;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backends;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a job's executions: where they are captured or, until then, live. */
public final class ReadJobLogs {

  private final Jobs jobs;
  private final DriverLogs logs;

  /** Reads logs where drivers left them. */
  public ReadJobLogs(Jobs jobs, Backends backends) {
    this(jobs, backends, LogStore.NONE);
  }

  /** Reads the logs of ended executions from {@code store} once it has them. */
  public ReadJobLogs(Jobs jobs, Backends backends, LogStore store) {
    this.jobs = jobs;
    this.logs = new DriverLogs(backends, store);
  }

  /**
   * A piece of at most {@link DriverLogs#MAX_BYTES}; an empty one if there is nothing there yet.
   * Empty if there is no such job, or none that the caller may know of. Blocks for the store and
   * the backend.
   *
   * @throws InvalidValue if the job has no such attempt
   * @throws TargetFailure when the log store or the backend cannot be asked
   */
  public Optional<LogSlice> read(JobId id, LogQuery query, Caller by) {
    return jobs.find(id)
        .filter(job -> by.mayRead(job.request().team()))
        .map(job -> attempt(job, query.attempt()))
        .map(execution -> logs.read(driver(execution), query));
  }

  private static Execution attempt(Job job, @Nullable Integer number) {
    return number == null
        ? job.current()
        : job.executions().stream()
            .filter(execution -> execution.attempt() == number)
            .findFirst()
            .orElseThrow(
                () ->
                    InvalidValue.at(
                        "attempt",
                        "" + number,
                        "is not an attempt of the job",
                        "it has had " + job.executions().size()));
  }

  private static DriverLogs.Driver driver(Execution execution) {
    return new DriverLogs.Driver(
        execution.id(),
        execution.attempt(),
        execution.backend(),
        execution.handle(),
        execution.ended());
  }
}
