package io.switchyard.ports.cluster;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterEvents;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The store of clusters as a map. */
public final class InMemoryClusters implements Clusters, ClusterEventLog {

  private record Row(Cluster cluster, long version, @Nullable Instant due, Instant leaseUntil) {}

  private final Map<ClusterId, Row> rows = new LinkedHashMap<>();
  private final List<ClusterEvent> events = new ArrayList<>();
  private final InMemoryEndedServers ended = new InMemoryEndedServers();

  /** The servers that are gone. */
  public EndedServers ended() {
    return ended;
  }

  @Override
  public synchronized Addition add(Cluster cluster, ClusterQuota quota) {
    Optional<Cluster> holder = holderOfKey(cluster.request());
    if (holder.isPresent()) {
      return new Addition.KeyHeld(holder.get());
    }
    Optional<Cluster> there = atHost(cluster.hosts().get(0));
    if (there.isPresent()) {
      return new Addition.HostTaken(cluster.hosts().get(0), there.get().id());
    }
    Optional<ClusterQuota.Excess> excess = quota.excess(use(cluster.request()), cluster.shape());
    if (excess.isPresent()) {
      return new Addition.OverQuota(excess.get());
    }
    Cluster added =
        cluster.at(cluster.hosts().stream().filter(host -> atHost(host).isEmpty()).toList());
    rows.put(cluster.id(), new Row(added, 1, cluster.createdAt(), Instant.MIN));
    events.addAll(ClusterEvents.of(added));
    return new Addition.Added(added);
  }

  private Optional<Cluster> holderOfKey(ClusterRequest request) {
    String key = request.idempotencyKey();
    return key == null
        ? Optional.empty()
        : all()
            .filter(other -> other.request().team().equals(request.team()))
            .filter(other -> key.equals(other.request().idempotencyKey()))
            .findFirst();
  }

  private ClusterQuota.Use use(ClusterRequest of) {
    ClusterQuota.Use use = ClusterQuota.Use.NONE;
    for (Cluster other : all().filter(c -> !c.ended()).toList()) {
      if (other.request().team().equals(of.team())
          && other.request().environment() == of.environment()) {
        use = use.plus(other.shape());
      }
    }
    return use;
  }

  private Stream<Cluster> all() {
    return rows.values().stream().map(Row::cluster);
  }

  @Override
  public synchronized Optional<Cluster> find(ClusterId id) {
    return Optional.ofNullable(rows.get(id)).map(Row::cluster);
  }

  @Override
  public synchronized Optional<Cluster> atHost(String host) {
    return all().filter(c -> !c.ended() && c.hosts().contains(host)).findFirst();
  }

  @Override
  public synchronized List<Cluster> list(ClusterFilter filter, int limit) {
    ClusterFilter.Position before = filter.before();
    return matching(filter)
        .sorted(comparing(Cluster::createdAt).thenComparing(Cluster::id).reversed())
        .filter(
            c ->
                before == null
                    || c.createdAt().isBefore(before.createdAt())
                    || (c.createdAt().equals(before.createdAt())
                        && c.id().compareTo(before.id()) < 0))
        .limit(limit)
        .toList();
  }

  private Stream<Cluster> matching(ClusterFilter filter) {
    return all()
        .filter(c -> filter.teams() == null || filter.teams().contains(c.request().team()))
        .filter(
            c -> filter.environment() == null || c.request().environment() == filter.environment())
        .filter(c -> filter.region() == null || c.request().region().equals(filter.region()))
        .filter(c -> filter.status() == null || c.status() == filter.status());
  }

  @Override
  public synchronized long count(ClusterFilter filter) {
    return matching(filter).count();
  }

  @Override
  public synchronized List<ClusterTally> tally() {
    record Place(Team team, Environment environment, ClusterStatus status) {}
    return all()
        .collect(
            groupingBy(
                c -> new Place(c.request().team(), c.request().environment(), c.status()),
                counting()))
        .entrySet()
        .stream()
        .map(
            entry ->
                new ClusterTally(
                    entry.getKey().team(),
                    entry.getKey().environment(),
                    entry.getKey().status(),
                    entry.getValue()))
        .toList();
  }

  @Override
  public synchronized List<ClaimedCluster> claimDue(Instant now, Duration lease, int limit) {
    List<Row> due =
        rows.values().stream()
            .filter(row -> row.due() != null && !row.due().isAfter(now))
            .filter(row -> !row.leaseUntil().isAfter(now))
            .sorted(comparing((Row row) -> row.due()).thenComparing(row -> row.cluster().id()))
            .limit(limit)
            .toList();
    List<ClaimedCluster> claimed = new ArrayList<>();
    for (Row row : due) {
      Row held = new Row(row.cluster(), row.version() + 1, row.due(), now.plus(lease));
      rows.put(row.cluster().id(), held);
      claimed.add(new ClaimedCluster(held.cluster(), held.version()));
    }
    return claimed;
  }

  @Override
  public synchronized Optional<ClaimedCluster> current(ClusterId id) {
    return Optional.ofNullable(rows.get(id))
        .map(row -> new ClaimedCluster(row.cluster(), row.version()));
  }

  @Override
  public synchronized List<ClaimedCluster> save(Collection<ClusterChange> changes) {
    return changes.stream().flatMap(change -> write(change).stream()).toList();
  }

  private Optional<ClaimedCluster> write(ClusterChange change) {
    Row row = Objects.requireNonNull(rows.get(change.now().id()));
    if (row.version() != change.was().version()) {
      return Optional.empty();
    }
    Row next = new Row(change.now(), row.version() + 1, change.due(), Instant.MIN);
    rows.put(change.now().id(), next);
    events.addAll(ClusterEvents.of(row.cluster(), change.now(), change.at()));
    EndedServer.of(change).ifPresent(ended::add);
    return Optional.of(new ClaimedCluster(next.cluster(), next.version()));
  }

  @Override
  public synchronized Resizing resize(ClusterChange change, ClusterQuota quota) {
    Cluster was = change.was().cluster();
    ClusterQuota.Use others = use(was.request()).minus(was.shape());
    Optional<ClusterQuota.Excess> excess = quota.excess(others, change.now().shape());
    if (excess.isPresent()) {
      return new Resizing.OverQuota(excess.get());
    }
    return write(change).<Resizing>map(Resizing.Written::new).orElseGet(Resizing.Stale::new);
  }

  @Override
  public synchronized List<Duration> readyTimes(BackendId backend, ClusterShape shape, int limit) {
    return all()
        .filter(c -> c.backend().equals(backend) && c.request().shape().equals(shape))
        .filter(c -> c.readyAt() != null)
        .sorted(comparing(Cluster::createdAt).reversed())
        .limit(limit)
        .map(c -> Duration.between(c.createdAt(), Objects.requireNonNull(c.readyAt())))
        .toList();
  }

  @Override
  public synchronized List<OldCluster> old(Instant before, int limit) {
    return all()
        .filter(c -> c.endedAt() != null && c.endedAt().isBefore(before))
        .sorted(comparing(c -> Objects.requireNonNull(c.endedAt())))
        .limit(limit)
        .map(c -> new OldCluster(c.id(), ended.of(c.id()).stream().map(EndedServer::id).toList()))
        .toList();
  }

  @Override
  public synchronized int forget(Collection<ClusterId> clusters) {
    List<ClusterId> over =
        clusters.stream().filter(id -> find(id).filter(Cluster::ended).isPresent()).toList();
    over.forEach(rows::remove);
    over.forEach(ended::remove);
    events.removeIf(event -> over.contains(event.cluster()));
    return over.size();
  }

  @Override
  public synchronized List<ClusterEvent> of(ClusterId cluster, int limit) {
    List<ClusterEvent> all =
        events.stream().filter(event -> event.cluster().equals(cluster)).toList();
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }
}
