package io.switchyard.ports.job;

import io.switchyard.domain.job.JobId;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes events and ended jobs that were kept long enough. The logs of a job go before the job
 * does: whoever dies in between is followed by another that finds the job again.
 */
public final class ForgetHistory {

  private final History history;
  private final LogStore logs;
  private final InstantSource clock;
  private final Retention retention;

  public ForgetHistory(History history, LogStore logs, InstantSource clock, Retention retention) {
    this.history = history;
    this.logs = logs;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * Deletes one batch of each. Blocks for the store and the log store. A job whose logs cannot be
   * deleted stays.
   *
   * @return whether a batch was full, so that there may be more to delete at once
   * @throws TargetFailure when a store fails; what could be deleted was
   */
  public boolean forget() {
    Instant now = clock.instant();
    int events = history.forgetEvents(now.minus(retention.events()), retention.batch());
    int jobs = forgetJobs(now.minus(retention.jobs()));
    return jobs == retention.batch() || events == retention.batch();
  }

  private int forgetJobs(Instant before) {
    List<JobId> withoutLogs = new ArrayList<>();
    TargetFailure last = null;
    for (OldJob job : history.oldJobs(before, retention.batch())) {
      try {
        job.executions().forEach(logs::forget);
        withoutLogs.add(job.id());
      } catch (TargetFailure failure) {
        last = failure;
      }
    }
    int deleted = withoutLogs.isEmpty() ? 0 : history.forgetJobs(withoutLogs);
    return deletedOrThrow(deleted, last);
  }

  private static int deletedOrThrow(int deleted, @Nullable TargetFailure failure) {
    if (failure != null) {
      throw failure;
    }
    return deleted;
  }
}
