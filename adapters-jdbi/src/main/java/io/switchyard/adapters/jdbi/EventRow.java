package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobEventType;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads events from rows. */
final class EventRow {

  private EventRow() {}

  static StoredEvent map(ResultSet row, StatementContext context) throws SQLException {
    EventCursor cursor = cursor(row, context);
    try {
      return new StoredEvent(
          cursor,
          new Team(row.getString("team")),
          new JobEvent(
              new JobId(row.getString("job_id")),
              new ExecutionId(row.getString("execution_id")),
              row.getInt("attempt"),
              JobEventType.valueOf(row.getString("type")),
              Column.givenMoment(row, "happened_at"),
              row.getString("message")));
    } catch (IllegalArgumentException e) {
      // To leave it out would lose it for a reader that goes on after it.
      throw StoreFailures.notUnderstood("event " + cursor.group() + "-" + cursor.number(), e);
    }
  }

  static EventCursor cursor(ResultSet row, StatementContext context) throws SQLException {
    return new EventCursor(row.getLong("tx"), row.getLong("seq"));
  }
}
