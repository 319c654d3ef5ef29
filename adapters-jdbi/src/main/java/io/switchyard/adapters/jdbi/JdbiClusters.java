package io.switchyard.adapters.jdbi;

import static java.util.Comparator.comparing;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvents;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.cluster.Addition;
import io.switchyard.ports.cluster.ClaimedCluster;
import io.switchyard.ports.cluster.ClusterChange;
import io.switchyard.ports.cluster.ClusterFilter;
import io.switchyard.ports.cluster.ClusterTally;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.OldCluster;
import io.switchyard.ports.cluster.Resizing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The clusters in the store. */
final class JdbiClusters implements Clusters {

  private static final String LOCK = "select id from cluster_gate where id = 1 for update";

  private static final String USE =
      """
      select count(*) clusters, coalesce(sum(cores), 0) cores, coalesce(sum(memory_mb), 0) memory_mb
      from clusters
      where team = :team and environment = :environment and ended_at is null and id <> :id
      """;

  private static final String READY =
      """
      select created_at, ready_at from clusters
      where backend = :backend and first_shape = :first_shape and ready_at is not null
      order by created_at desc limit :limit
      """;

  private static final String TALLY =
      "select team, environment, status, count(*) from clusters group by team, environment, status";
  private static final String OLD =
      "select id from clusters where ended_at < :before order by ended_at, id limit :limit";
  private static final String SERVERS =
      "select cluster_id, execution_id from cluster_servers where cluster_id = any(:ids)";
  private static final String FORGET =
      "delete from clusters where id = any(:ids) and ended_at is not null";

  private final Database database;
  private final DueRows<ClusterRow> due;

  JdbiClusters(Database database) {
    this.database = database;
    this.due =
        new DueRows<>(database, "clusters", ClusterStateRow.LIVE, ClusterRow.class, ClusterRow::id);
  }

  @Override
  public Addition add(Cluster cluster, ClusterQuota quota) {
    return database.write(
        "add cluster " + cluster.id(), handle -> addLocked(handle, cluster, quota));
  }

  private static Addition addLocked(Handle handle, Cluster cluster, ClusterQuota quota) {
    handle.execute(LOCK);
    Optional<ClusterRow> holder = holderOfKey(handle, cluster);
    if (holder.isPresent()) {
      return new Addition.KeyHeld(holder.get().cluster());
    }
    String host = cluster.hosts().get(0);
    Optional<String> there = ClusterSql.owner(handle, host);
    if (there.isPresent()) {
      return new Addition.HostTaken(host, new ClusterId(there.get()));
    }
    Optional<ClusterQuota.Excess> excess = quota.excess(others(handle, cluster), cluster.shape());
    if (excess.isPresent()) {
      return new Addition.OverQuota(excess.get());
    }
    List<String> free =
        cluster.hosts().stream().filter(h -> ClusterSql.owner(handle, h).isEmpty()).toList();
    Cluster added = cluster.at(free);
    ClusterSql.insert(handle, added);
    ClusterSql.write(handle, ClusterEvents.of(added));
    return new Addition.Added(added);
  }

  private static Optional<ClusterRow> holderOfKey(Handle handle, Cluster cluster) {
    String key = cluster.request().idempotencyKey();
    return key == null
        ? Optional.empty()
        : handle
            .createQuery("select * from clusters where team = :team and idempotency_key = :key")
            .bind("team", cluster.request().team().name())
            .bind("key", key)
            .mapTo(ClusterRow.class)
            .findFirst();
  }

  /** What the team's other clusters of that environment take. */
  private static ClusterQuota.Use others(Handle handle, Cluster cluster) {
    return handle
        .createQuery(USE)
        .bind("team", cluster.request().team().name())
        .bind("environment", cluster.request().environment().word())
        .bind("id", cluster.id().value())
        .map(
            (row, context) ->
                new ClusterQuota.Use(
                    row.getInt("clusters"), row.getLong("cores"), row.getLong("memory_mb")))
        .one();
  }

  @Override
  public Optional<Cluster> find(ClusterId id) {
    return row(id).map(ClusterRow::cluster);
  }

  @Override
  public Optional<ClaimedCluster> current(ClusterId id) {
    return row(id).map(ClusterRow::claimed);
  }

  private Optional<ClusterRow> row(ClusterId id) {
    return database.read(
        "find cluster " + id,
        handle ->
            handle
                .createQuery("select * from clusters where id = :id")
                .bind("id", id.value())
                .mapTo(ClusterRow.class)
                .findFirst());
  }

  @Override
  public Optional<Cluster> atHost(String host) {
    return database
        .read("find the cluster of a host", handle -> ClusterSql.atHost(handle, host))
        .map(ClusterRow::cluster);
  }

  @Override
  public List<Cluster> list(ClusterFilter filter, int limit) {
    return database
        .read(
            "list clusters",
            handle -> ClusterSql.page(handle, filter, limit).mapTo(ClusterRow.class).list())
        .stream()
        .map(ClusterRow::cluster)
        .toList();
  }

  @Override
  public long count(ClusterFilter filter) {
    return database.read(
        "count clusters", handle -> ClusterSql.count(handle, filter).mapTo(Long.class).one());
  }

  @Override
  public List<ClusterTally> tally() {
    return database.read(
        "tally clusters",
        handle ->
            handle.createQuery(TALLY).map((row, context) -> ClusterRow.tally(row)).list().stream()
                .flatMap(Optional::stream)
                .toList());
  }

  @Override
  public List<ClaimedCluster> claimDue(Instant now, Duration lease, int limit) {
    return due.claim(now, lease, limit, ClusterRow::claimedNext);
  }

  @Override
  public List<ClaimedCluster> save(Collection<ClusterChange> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    // Everybody locks in this order, so that savers of the same rows wait instead of deadlocking.
    List<ClusterChange> ordered =
        changes.stream().sorted(comparing(change -> change.now().id())).toList();
    return database.write(
        "save " + ordered.size() + " clusters",
        handle ->
            ordered.stream().flatMap(change -> ClusterSql.save(handle, change).stream()).toList());
  }

  @Override
  public Resizing resize(ClusterChange change, ClusterQuota quota) {
    return database.write(
        "resize cluster " + change.now().id(),
        handle -> {
          handle.execute(LOCK);
          Optional<ClusterQuota.Excess> excess =
              quota.excess(others(handle, change.now()), change.now().shape());
          if (excess.isPresent()) {
            return new Resizing.OverQuota(excess.get());
          }
          return ClusterSql.save(handle, change)
              .<Resizing>map(Resizing.Written::new)
              .orElseGet(Resizing.Stale::new);
        });
  }

  @Override
  public List<Duration> readyTimes(BackendId backend, ClusterShape shape, int limit) {
    return database.read(
        "read how long clusters took",
        handle ->
            handle
                .createQuery(READY)
                .bind("backend", backend.value())
                .bind("first_shape", ClusterRow.json(shape))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        Duration.between(
                            Column.givenMoment(row, "created_at"),
                            Column.givenMoment(row, "ready_at")))
                .list());
  }

  @Override
  public List<OldCluster> old(Instant before, int limit) {
    return database.read(
        "find old clusters",
        handle -> {
          List<String> ids =
              handle
                  .createQuery(OLD)
                  .bind("before", before)
                  .bind("limit", limit)
                  .mapTo(String.class)
                  .list();
          Map<String, List<ExecutionId>> servers = servers(handle, ids);
          return ids.stream()
              .map(id -> new OldCluster(new ClusterId(id), servers.getOrDefault(id, List.of())))
              .toList();
        });
  }

  private static Map<String, List<ExecutionId>> servers(Handle handle, List<String> ids) {
    Map<String, List<ExecutionId>> servers = new HashMap<>();
    handle
        .createQuery(SERVERS)
        .bindArray("ids", String.class, ids)
        .map((row, context) -> Map.entry(row.getString(1), new ExecutionId(row.getString(2))))
        .forEach(
            row ->
                servers.computeIfAbsent(row.getKey(), id -> new ArrayList<>()).add(row.getValue()));
    return servers;
  }

  @Override
  public int forget(Collection<ClusterId> clusters) {
    return database.write(
        "forget old clusters",
        handle ->
            handle
                .createUpdate(FORGET)
                .bindArray("ids", String.class, clusters.stream().map(ClusterId::value).toList())
                .execute());
  }
}
