package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobMetrics;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.Terms;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Placement;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Claimed;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** An execution as a row, with the words and moments as the database keeps them. */
record ExecutionRow(
    String id,
    String job,
    int attempt,
    String backend,
    String sparkVersion,
    @Nullable Instant startBy,
    @Nullable Long runForS,
    int memoryRaises,
    Demand demand,
    StateRow state,
    @Nullable Instant missingSince,
    @Nullable JobMetrics metrics,
    @Nullable String ui,
    @Nullable DriverConnect connect,
    @Nullable Placement placement,
    long version) {

  static ExecutionRow of(Execution execution, long version) {
    Duration runFor = execution.terms().runFor();
    return new ExecutionRow(
        execution.id().value(),
        execution.job().value(),
        execution.attempt(),
        execution.backend().value(),
        execution.sparkVersion().value(),
        Column.storable(execution.terms().startBy()),
        runFor == null ? null : runFor.toSeconds(),
        execution.terms().memoryRaises(),
        execution.terms().demand(),
        StateRow.of(execution.state()).storable(),
        Column.storable(execution.missingSince()),
        execution.metrics(),
        Objects.toString(execution.ui(), null),
        execution.connect(),
        execution.placement(),
        version);
  }

  static ExecutionRow map(ResultSet row, StatementContext context) throws SQLException {
    return new ExecutionRow(
        row.getString("id"),
        row.getString("job_id"),
        row.getInt("attempt"),
        row.getString("backend"),
        row.getString("spark_version"),
        Column.moment(row, "start_by"),
        row.getObject("run_for_s", Long.class),
        row.getInt("memory_raises"),
        new Demand(row.getInt("cores"), row.getLong("memory_mb")),
        state(row),
        Column.moment(row, "missing_since"),
        metrics(row),
        row.getString("ui"),
        connect(row),
        PlacementJson.read(row.getString("placement")),
        row.getLong("version"));
  }

  private static StateRow state(ResultSet row) throws SQLException {
    return new StateRow(
        row.getString("state"),
        Column.givenMoment(row, "since"),
        row.getString("message"),
        row.getString("handle"),
        Column.moment(row, "started_at"),
        row.getString("stop_outcome"),
        row.getString("stop_message"),
        row.getString("outcome"),
        row.getString("failure"));
  }

  private static @Nullable DriverConnect connect(ResultSet row) throws SQLException {
    String token = row.getString("connect_token");
    String address = row.getString("connect_uri");
    return token == null
        ? null
        : new DriverConnect(token, address == null ? null : URI.create(address));
  }

  private static @Nullable JobMetrics metrics(ResultSet row) throws SQLException {
    var metrics =
        new JobMetrics(
            row.getLong("records_read"),
            row.getLong("records_written"),
            row.getLong("bytes_read"),
            row.getLong("bytes_written"),
            row.getLong("stages_completed"),
            row.getLong("tasks_completed"),
            row.getLong("executor_cpu_time_ms"));
    return row.wasNull() ? null : metrics;
  }

  /** Binds every column by its name but the due time and the lease. */
  void bind(SqlStatement<?> statement) {
    statement
        .bind("id", id)
        .bind("job_id", job)
        .bind("attempt", attempt)
        .bind("backend", backend)
        .bind("spark_version", sparkVersion)
        .bind("start_by", startBy)
        .bind("run_for_s", runForS)
        .bind("memory_raises", memoryRaises)
        .bind("cores", demand.cores())
        .bind("memory_mb", demand.memoryMb())
        .bind("state", state.word())
        .bind("since", state.since())
        .bind("message", state.message())
        .bind("handle", state.handle())
        .bind("started_at", state.startedAt())
        .bind("stop_outcome", state.stopOutcome())
        .bind("stop_message", state.stopMessage())
        .bind("outcome", state.outcome())
        .bind("failure", state.failure())
        .bind("missing_since", missingSince)
        .bind("records_read", metric(JobMetrics::recordsRead))
        .bind("records_written", metric(JobMetrics::recordsWritten))
        .bind("bytes_read", metric(JobMetrics::bytesRead))
        .bind("bytes_written", metric(JobMetrics::bytesWritten))
        .bind("stages_completed", metric(JobMetrics::stagesCompleted))
        .bind("tasks_completed", metric(JobMetrics::tasksCompleted))
        .bind("executor_cpu_time_ms", metric(JobMetrics::executorCpuTimeMs))
        .bind("ui", ui)
        .bind("connect_token", connect == null ? null : connect.token())
        .bind("connect_uri", connect == null ? null : Objects.toString(connect.address(), null))
        .bind("placement", PlacementJson.write(placement))
        .bind("version", version);
  }

  private @Nullable Long metric(Function<JobMetrics, Long> of) {
    return metrics == null ? null : of.apply(metrics);
  }

  /**
   * The execution, fit to be changed.
   *
   * @throws TargetFailure if this release does not understand the row
   */
  Claimed claimed() {
    return new Claimed(understood(StateRow::state), version);
  }

  /** As {@link #claimed} after the version went up by one. */
  Claimed claimedNext() {
    return new Claimed(understood(StateRow::state), version + 1);
  }

  /** The execution for eyes only: a state that this release does not know is approximated. */
  Execution shown() {
    return understood(StateRow::shown);
  }

  private Terms terms() {
    Duration runFor = runForS == null ? null : Duration.ofSeconds(runForS);
    return new Terms(startBy, runFor, memoryRaises, demand);
  }

  private Execution understood(Function<StateRow, ExecutionState> reading) {
    try {
      return new Execution(
          new ExecutionId(id),
          new JobId(job),
          attempt,
          new BackendId(backend),
          new SparkVersion(sparkVersion),
          terms(),
          reading.apply(state),
          missingSince,
          metrics,
          ui == null ? null : URI.create(ui),
          connect,
          placement);
    } catch (IllegalArgumentException e) {
      throw StoreFailures.notUnderstood("execution " + id, e);
    }
  }
}
