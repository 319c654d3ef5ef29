package io.switchyard.adapters.jdbi;

import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterEventType;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.ports.cluster.ClusterEventLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What happened to clusters, from the store. */
final class JdbiClusterEvents implements ClusterEventLog {

  private static final String NEWEST =
      """
      select cluster_id, server, type, happened_at, message from cluster_events
      where cluster_id = :cluster order by seq desc limit :limit
      """;

  private final Database database;

  JdbiClusterEvents(Database database) {
    this.database = database;
  }

  @Override
  public List<ClusterEvent> of(ClusterId cluster, int limit) {
    List<ClusterEvent> events = new ArrayList<>();
    database
        .read(
            "read the events of " + cluster,
            handle ->
                handle
                    .createQuery(NEWEST)
                    .bind("cluster", cluster.value())
                    .bind("limit", limit)
                    .map((row, context) -> event(row))
                    .list())
        .forEach(event -> event.ifPresent(events::add));
    Collections.reverse(events);
    return List.copyOf(events);
  }

  /** A type of a later release is left out. */
  private static Optional<ClusterEvent> event(ResultSet row) throws SQLException {
    String word = row.getString("type");
    var id = new ClusterId(row.getString("cluster_id"));
    int server = row.getInt("server");
    var at = Column.givenMoment(row, "happened_at");
    String message = row.getString("message");
    return Arrays.stream(ClusterEventType.values())
        .filter(type -> type.name().equals(word))
        .findFirst()
        .map(type -> new ClusterEvent(id, server, type, at, message));
  }
}
