package io.switchyard.adapters.jdbi;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.Callback;
import io.switchyard.ports.job.Callbacks.Claim;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A callback as a row. What only another release understands is left to that one. */
record CallbackRow(
    String job,
    String url,
    String state,
    @Nullable Instant asked,
    int tries,
    @Nullable Instant lastTry,
    @Nullable Integer lastStatus,
    String lastError,
    @Nullable Instant due,
    long version) {

  static CallbackRow map(ResultSet row, StatementContext context) throws SQLException {
    return new CallbackRow(
        row.getString("job_id"),
        row.getString("url"),
        row.getString("state"),
        Column.moment(row, "asked_at"),
        row.getInt("tries"),
        Column.moment(row, "last_try_at"),
        row.getObject("last_status", Integer.class),
        row.getString("last_error"),
        Column.moment(row, "due_at"),
        row.getLong("version"));
  }

  Optional<Callback> callback() {
    try {
      return Optional.of(
          new Callback(
              new JobId(job),
              new CallbackUrl(url),
              Callback.State.valueOf(state),
              asked,
              tries,
              lastTry,
              lastStatus,
              lastError,
              due));
    } catch (IllegalArgumentException notUnderstood) {
      return Optional.empty();
    }
  }

  /** The callback as whoever claimed this row holds it. */
  Optional<Claim> claimed() {
    return callback().map(known -> new Claim(known, version + 1));
  }
}
