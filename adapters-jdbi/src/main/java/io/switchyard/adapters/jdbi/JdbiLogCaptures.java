package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.job.LogCapture;
import io.switchyard.ports.job.LogCaptures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Captures in a table that has their columns. */
final class JdbiLogCaptures implements LogCaptures {

  private static final String INSERT =
      """
      insert into log_captures
        (execution_id, backend, handle, ended_at, expected, state, tries, due_at, lease_until,
        version)
      values
        (:execution_id, :backend, :handle, :ended_at, :expected, :state, 0, :ended_at, null, 1)
      """;

  private static final String DUE =
      """
      select * from %s
      where due_at <= :now and (lease_until is null or lease_until <= :now)
      order by due_at, execution_id
      limit :limit
      for update skip locked
      """;

  private static final String LEASE =
      """
      update %s set version = version + 1, lease_until = :lease_until
      where execution_id = any(:ids)
      """;

  private static final String SAVE =
      """
      update %s set
        state = :state, tries = :tries, due_at = :due_at, lease_until = null,
        version = version + 1
      where execution_id = :execution_id and version = :version
      """;

  private static final String STATES =
      "select execution_id, state from %s where execution_id = any(:ids)";

  private final Database database;
  private final String due;
  private final String lease;
  private final String save;
  private final String states;

  /** Those of executions. */
  JdbiLogCaptures(Database database) {
    this(database, "log_captures");
  }

  JdbiLogCaptures(Database database, String table) {
    this.database = database;
    this.due = DUE.formatted(table);
    this.lease = LEASE.formatted(table);
    this.save = SAVE.formatted(table);
    this.states = STATES.formatted(table);
  }

  /** Adds the captures that these executions ask for, in the transaction of {@code handle}. */
  static void insert(Handle handle, Collection<Execution> executions) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    executions.stream()
        .flatMap(execution -> LogCapture.of(execution).stream())
        .forEach(
            capture ->
                batch
                    .bind("execution_id", capture.execution().value())
                    .bind("backend", capture.backend().value())
                    .bind("handle", capture.handle().value())
                    .bind("ended_at", capture.ended())
                    .bind("expected", capture.expected())
                    .bind("state", capture.state().name())
                    .add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  @Override
  public List<Claim> claimDue(Instant now, Duration lease, int limit) {
    return database.lease("claim due log captures", handle -> claim(handle, now, lease, limit));
  }

  private List<Claim> claim(Handle handle, Instant now, Duration time, int limit) {
    List<Claim> claims =
        handle
            .createQuery(due)
            .bind("now", now)
            .bind("limit", limit)
            .map((row, context) -> new Claim(capture(row), row.getLong("version") + 1))
            .list();
    if (!claims.isEmpty()) {
      handle
          .createUpdate(lease)
          .bind("lease_until", now.plus(time))
          .bindArray(
              "ids",
              String.class,
              claims.stream().map(claim -> claim.capture().execution().value()).toList())
          .execute();
    }
    return claims;
  }

  private static LogCapture capture(ResultSet row) throws SQLException {
    return new LogCapture(
        new ExecutionId(row.getString("execution_id")),
        new BackendId(row.getString("backend")),
        new BackendHandle(row.getString("handle")),
        Column.givenMoment(row, "ended_at"),
        row.getBoolean("expected"),
        LogCapture.State.valueOf(row.getString("state")),
        row.getInt("tries"));
  }

  @Override
  public boolean save(Claim was, LogCapture now, Instant due) {
    boolean pending = now.state() == LogCapture.State.PENDING;
    return database.write(
            "save the capture of the log of " + now.execution(),
            handle ->
                handle
                    .createUpdate(save)
                    .bind("execution_id", now.execution().value())
                    .bind("state", now.state().name())
                    .bind("tries", now.tries())
                    .bind("due_at", pending ? due : null)
                    .bind("version", was.version())
                    .execute())
        == 1;
  }

  @Override
  public Map<ExecutionId, LogCapture.State> states(Collection<ExecutionId> executions) {
    if (executions.isEmpty()) {
      return Map.of();
    }
    Map<ExecutionId, LogCapture.State> known = new HashMap<>();
    database
        .read(
            "read how far logs are captured",
            handle ->
                handle
                    .createQuery(states)
                    .bindArray(
                        "ids", String.class, executions.stream().map(ExecutionId::value).toList())
                    .map((row, context) -> state(row))
                    .list())
        .forEach(row -> row.ifPresent(s -> known.put(s.getKey(), s.getValue())));
    return known;
  }

  /** A word of a later release is left out. */
  private static Optional<Map.Entry<ExecutionId, LogCapture.State>> state(ResultSet row)
      throws SQLException {
    String word = row.getString("state");
    var id = new ExecutionId(row.getString("execution_id"));
    for (LogCapture.State state : LogCapture.State.values()) {
      if (state.name().equals(word)) {
        return Optional.of(Map.entry(id, state));
      }
    }
    return Optional.empty();
  }
}
