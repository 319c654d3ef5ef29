package io.switchyard.adapters.jdbi;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.SessionWork.Claim;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A session as it was read from its row, or why this release cannot. */
record SessionRow(String id, long version, Reading reading) {

  /** Makes the session of the row. */
  @FunctionalInterface
  interface Reading {
    Session get() throws IllegalArgumentException;
  }

  static SessionRow map(ResultSet row, StatementContext context) throws SQLException {
    String id = row.getString("id");
    String team = row.getString("team");
    String user = row.getString("user_name");
    String sessionId = row.getString("session_id");
    String cluster = row.getString("cluster_id");
    int server = row.getInt("server_number");
    String job = row.getString("job_id");
    String execution = row.getString("execution_id");
    String client = row.getString("client_version");
    var created = Column.givenMoment(row, "created_at");
    var last = Column.givenMoment(row, "last_activity_at");
    long up = row.getLong("bytes_up");
    long down = row.getLong("bytes_down");
    long operations = row.getLong("operations");
    String reason = row.getString("end_reason");
    String by = row.getString("ended_by");
    var ended = Column.moment(row, "ended_at");
    return new SessionRow(
        id,
        row.getLong("version"),
        () -> {
          @Nullable SessionEnd end =
              ended == null ? null : new SessionEnd(SessionEnd.Reason.valueOf(reason), by, ended);
          return new Session(
              new SessionId(id),
              new SessionKey(new Team(team), user, sessionId),
              server(cluster, server, job, execution),
              client,
              created,
              last,
              up,
              down,
              operations,
              end);
        });
  }

  private static ServerId server(
      @Nullable String cluster, int number, @Nullable String job, @Nullable String execution) {
    if (cluster != null) {
      return new ServerId.OfCluster(new ClusterId(cluster), number);
    } else if (job != null && execution != null) {
      return new ServerId.OfJob(new JobId(job), new ExecutionId(execution));
    }
    throw new IllegalArgumentException("a session on no server");
  }

  /** The server of a row that has one. */
  static ServerId server(ResultSet row) throws SQLException {
    return server(
        row.getString("cluster_id"),
        row.getInt("server_number"),
        row.getString("job_id"),
        row.getString("execution_id"));
  }

  /** Binds all four columns of a server. */
  static void server(ServerId id, SqlStatement<?> statement) {
    var cluster = id instanceof ServerId.OfCluster server ? server : null;
    var driver = id instanceof ServerId.OfJob job ? job : null;
    statement
        .bind("cluster_id", cluster == null ? null : cluster.cluster().value())
        .bind("server_number", cluster == null ? null : cluster.number())
        .bind("job_id", driver == null ? null : driver.job().value())
        .bind("execution_id", driver == null ? null : driver.execution().value());
  }

  /**
   * @throws TargetFailure if this release does not understand the row
   */
  Session session() {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw StoreFailures.notUnderstood("session " + id, e);
    }
  }

  /** As it is after the version went up by one. */
  Claim claimedNext() {
    return new Claim(session(), version + 1);
  }

  /** Binds what a new session has. */
  static void bind(Session session, SqlStatement<?> statement) {
    key(session.key(), statement);
    server(session.on(), statement);
    statement
        .bind("id", session.id().value())
        .bind("client_version", Column.storable(session.clientVersion()))
        .bind("created_at", session.createdAt())
        .bind("last_activity_at", session.lastActivityAt())
        .bind("bytes_up", session.bytesUp())
        .bind("bytes_down", session.bytesDown())
        .bind("operations", session.operations());
  }

  static void key(SessionKey key, SqlStatement<?> statement) {
    statement
        .bind("team", key.team().name())
        .bind("user", key.user())
        .bind("session_id", key.sessionId());
  }

  static void end(SessionEnd end, SqlStatement<?> statement) {
    statement
        .bind("end_reason", end.reason().name())
        .bind("ended_by", end.by())
        .bind("ended_at", end.at());
  }
}
