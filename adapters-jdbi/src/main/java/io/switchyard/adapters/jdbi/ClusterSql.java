package io.switchyard.adapters.jdbi;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterEvents;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClaimedCluster;
import io.switchyard.ports.cluster.ClusterChange;
import io.switchyard.ports.cluster.ClusterFilter;
import io.switchyard.ports.cluster.EndedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** The statements that write and list clusters. */
final class ClusterSql {

  private static final String INSERT =
      """
      insert into clusters
        (id, team, environment, region, request, idempotency_key, hosts, backend, spark_version,
         shape, first_shape, cores, memory_mb, created_at, expires_at, warned, server_id,
         server_number, server_token, restarts, status, state, since, message, handle,
         address_host, address_port, goal, sessions, operations, last_activity, ready_at,
         missing_since, ended_at, due_at, placement, version)
      values
        (:id, :team, :environment, :region, :request, :idempotency_key, :hosts, :backend,
         :spark_version, :shape, :first_shape, :cores, :memory_mb, :created_at, :expires_at,
         :warned, :server_id, :server_number, :server_token, :restarts, :status, :state, :since,
         :message, :handle, :address_host, :address_port, :goal, :sessions, :operations,
         :last_activity, :ready_at, :missing_since, :ended_at, :created_at, :placement, 1)
      """;

  private static final String SAVE =
      """
      update clusters set
        shape = :shape, cores = :cores, memory_mb = :memory_mb, expires_at = :expires_at,
        warned = :warned, server_id = :server_id, server_number = :server_number,
        server_token = :server_token, restarts = :restarts, status = :status, state = :state,
        since = :since, message = :message, handle = :handle, address_host = :address_host,
        address_port = :address_port, goal = :goal, sessions = :sessions,
        operations = :operations, last_activity = :last_activity, ready_at = :ready_at,
        missing_since = :missing_since, ended_at = :ended_at, due_at = :due_at,
        lease_until = null, version = :version + 1
      where id = :id and version = :version
      """;

  private static final String EVENT =
      """
      insert into cluster_events (cluster_id, server, type, happened_at, message)
      values (:cluster, :server, :type, :at, :message)
      """;

  private ClusterSql() {}

  /** The id of the cluster that has the host. */
  static Optional<String> owner(Handle handle, String host) {
    return handle
        .createQuery("select cluster_id from cluster_hosts where host = :host")
        .bind("host", host)
        .mapTo(String.class)
        .findFirst();
  }

  static Optional<ClusterRow> atHost(Handle handle, String host) {
    return handle
        .createQuery(
            "select c.* from cluster_hosts h join clusters c on c.id = h.cluster_id"
                + " where h.host = :host")
        .bind("host", host)
        .mapTo(ClusterRow.class)
        .findFirst();
  }

  /** Inserts a new cluster with its hosts, which are free. */
  static void insert(Handle handle, Cluster cluster) {
    Update insert = handle.createUpdate(INSERT);
    ClusterRow.bind(cluster, insert);
    insert.execute();
    PreparedBatch hosts =
        handle.prepareBatch("insert into cluster_hosts (host, cluster_id) values (:host, :id)");
    cluster.hosts().forEach(h -> hosts.bind("host", h).bind("id", cluster.id().value()).add());
    hosts.execute();
  }

  /** Writes one change with its events, unless somebody was faster. */
  static Optional<ClaimedCluster> save(Handle handle, ClusterChange change) {
    Update save = handle.createUpdate(SAVE);
    ClusterRow.bind(change.now(), save);
    int written =
        save.bind("due_at", change.due()).bind("version", change.was().version()).execute();
    if (written == 0) {
      return Optional.empty();
    }
    write(handle, ClusterEvents.of(change.was().cluster(), change.now(), change.at()));
    EndedServer.of(change).ifPresent(server -> JdbiEndedServers.insert(handle, server));
    if (change.now().ended()) {
      handle
          .createUpdate("delete from cluster_hosts where cluster_id = :id")
          .bind("id", change.now().id().value())
          .execute();
    }
    return Optional.of(new ClaimedCluster(change.now(), change.was().version() + 1));
  }

  static void write(Handle handle, List<ClusterEvent> events) {
    for (ClusterEvent event : events) {
      handle
          .createUpdate(EVENT)
          .bind("cluster", event.cluster().value())
          .bind("server", event.server())
          .bind("type", event.type().name())
          .bind("at", event.at())
          .bind("message", Column.storable(event.message()))
          .execute();
    }
  }

  static Query count(Handle handle, ClusterFilter filter) {
    return bound(
        handle.createQuery("select count(*) from clusters where " + where(filter)), filter);
  }

  static Query page(Handle handle, ClusterFilter filter, int limit) {
    String after =
        filter.before() == null
            ? ""
            : " and (created_at < :before_at or (created_at = :before_at and id < :before_id))";
    Query query =
        handle.createQuery(
            "select * from clusters where "
                + where(filter)
                + after
                + " order by created_at desc, id desc limit :limit");
    if (filter.before() != null) {
      query
          .bind("before_at", filter.before().createdAt())
          .bind("before_id", filter.before().id().value());
    }
    return bound(query, filter).bind("limit", limit);
  }

  private static String where(ClusterFilter filter) {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    if (filter.teams() != null) {
      conditions.add("team = any(:teams)");
    }
    if (filter.environment() != null) {
      conditions.add("environment = :environment");
    }
    if (filter.region() != null) {
      conditions.add("region = :region");
    }
    if (filter.status() != null) {
      conditions.add("status = :status");
    }
    return String.join(" and ", conditions);
  }

  private static Query bound(Query query, ClusterFilter filter) {
    List<String> teams =
        filter.teams() == null ? List.of() : filter.teams().stream().map(Team::name).toList();
    return query
        .bindArray("teams", String.class, teams)
        .bind("environment", Objects.toString(filter.environment(), null))
        .bind("region", Objects.toString(filter.region(), null))
        .bind("status", filter.status() == null ? null : filter.status().word());
  }
}
