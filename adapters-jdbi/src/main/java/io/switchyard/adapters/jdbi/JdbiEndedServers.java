package io.switchyard.adapters.jdbi;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.cluster.EndedServer;
import io.switchyard.ports.cluster.EndedServers;
import io.switchyard.ports.job.LogCapture;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The servers of clusters that are gone, and the captures of their logs. */
final class JdbiEndedServers implements EndedServers {

  private static final String INSERT =
      """
      insert into cluster_servers
        (execution_id, cluster_id, number, backend, handle, ended_at, expected, state, tries,
        due_at, lease_until, version)
      values
        (:id, :cluster, :number, :backend, :handle, :ended_at, :expected, :state, 0,
        :ended_at, null, 1)
      """;

  private final Database database;
  private final JdbiLogCaptures captures;

  JdbiEndedServers(Database database) {
    this.database = database;
    this.captures = new JdbiLogCaptures(database, "cluster_servers");
  }

  /** Adds a server in the transaction of {@code handle}. */
  static void insert(Handle handle, EndedServer server) {
    handle
        .createUpdate(INSERT)
        .bind("id", server.id().value())
        .bind("cluster", server.cluster().value())
        .bind("number", server.number())
        .bind("backend", server.backend().value())
        .bind("handle", server.handle().value())
        .bind("ended_at", server.endedAt())
        .bind("expected", server.ran())
        .bind("state", LogCapture.State.PENDING.name())
        .execute();
  }

  @Override
  public List<EndedServer> of(ClusterId cluster) {
    return database.read(
        "read the ended servers of " + cluster,
        handle ->
            handle
                .createQuery("select * from cluster_servers where cluster_id = :id order by number")
                .bind("id", cluster.value())
                .map((row, context) -> server(row))
                .list());
  }

  private static EndedServer server(ResultSet row) throws SQLException {
    return new EndedServer(
        new ClusterId(row.getString("cluster_id")),
        new ExecutionId(row.getString("execution_id")),
        row.getInt("number"),
        new BackendId(row.getString("backend")),
        new BackendHandle(row.getString("handle")),
        Column.givenMoment(row, "ended_at"),
        row.getBoolean("expected"));
  }

  @Override
  public List<Claim> claimDue(Instant now, Duration lease, int limit) {
    return captures.claimDue(now, lease, limit);
  }

  @Override
  public boolean save(Claim was, LogCapture now, Instant due) {
    return captures.save(was, now, due);
  }

  @Override
  public Map<ExecutionId, LogCapture.State> states(Collection<ExecutionId> executions) {
    return captures.states(executions);
  }
}
