package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

/** A job as a row, without its executions. */
record JobRow(String id, String request, Instant submittedAt) {

  static JobRow map(ResultSet row, StatementContext context) throws SQLException {
    return new JobRow(
        row.getString("id"), row.getString("request"), Column.givenMoment(row, "submitted_at"));
  }

  Job with(List<Execution> executions) {
    try {
      return new Job(new JobId(id), RequestJson.read(request), submittedAt, executions);
    } catch (IllegalArgumentException e) {
      throw StoreFailures.notUnderstood("job " + id, e);
    }
  }
}
