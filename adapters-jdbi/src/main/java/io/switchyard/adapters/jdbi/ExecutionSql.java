package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.Execution;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Statements on executions that jobs and the work on them share. */
final class ExecutionSql {

  /** Inserts one execution, with the names of {@link ExecutionRow#bind} and {@code due_at}. */
  static final String INSERT =
      """
      insert into executions (
        id, job_id, team, attempt, backend, spark_version,
        start_by, run_for_s, memory_raises, cores, memory_mb,
        state, since, message, handle, started_at, stop_outcome, stop_message, outcome, failure,
        missing_since, records_read, records_written, bytes_read, bytes_written,
        stages_completed, tasks_completed, executor_cpu_time_ms, placement, due_at, lease_until, version)
      values (
        :id, :job_id, (select team from jobs where id = :job_id), :attempt, :backend, :spark_version,
        :start_by, :run_for_s, :memory_raises, :cores, :memory_mb,
        :state, :since, :message, :handle, :started_at,
        :stop_outcome, :stop_message, :outcome, :failure,
        :missing_since, :records_read, :records_written, :bytes_read, :bytes_written,
        :stages_completed, :tasks_completed, :executor_cpu_time_ms, :placement, :due_at, null, :version)
      """;

  private ExecutionSql() {}

  /** Inserts executions that nobody holds, of jobs that are there. */
  static void insert(Handle handle, Collection<Execution> executions) {
    if (executions.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (Execution execution : executions) {
      ExecutionRow.of(execution, 1).bind(batch);
      batch.bind("due_at", execution.firstDue()).add();
    }
    batch.execute();
  }
}
