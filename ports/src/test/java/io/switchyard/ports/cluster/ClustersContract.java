package io.switchyard.ports.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterEventType;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.EndReason;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.LogCapture;
import io.switchyard.ports.job.LogCaptures;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link Clusters} promises, over a store that starts empty. */
public abstract class ClustersContract {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final ServerAddress ADDRESS = new ServerAddress("127.0.0.1", 15_009);

  private final ClusterIds ids = new SequentialClusterIds();

  protected abstract Clusters clusters();

  protected abstract ClusterEventLog events();

  protected abstract EndedServers ended();

  private Cluster made(ClusterRequest request) {
    return ClusterExamples.cluster(request, ids, T0);
  }

  private Cluster added(ClusterRequest request) {
    Addition addition = clusters().add(made(request), ClusterQuota.NONE);
    assertThat(addition).isInstanceOf(Addition.Added.class);
    return ((Addition.Added) addition).cluster();
  }

  private Cluster added() {
    return added(ClusterExamples.request());
  }

  private ClaimedCluster claimOne(Instant now) {
    List<ClaimedCluster> claimed = clusters().claimDue(now, LEASE, 10);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  private ClaimedCluster saved(ClaimedCluster was, Cluster now) {
    List<ClaimedCluster> saved =
        clusters().save(List.of(ClusterChange.until(was, now, T0, T0.plusSeconds(1))));
    assertThat(saved).hasSize(1);
    return saved.get(0);
  }

  private Cluster ended(Cluster cluster, String message) {
    ClaimedCluster current = clusters().current(cluster.id()).orElseThrow();
    return saved(current, cluster.over(EndReason.terminated(message), T0.plusSeconds(5))).cluster();
  }

  private Cluster running(Cluster cluster) {
    ClaimedCluster now = clusters().current(cluster.id()).orElseThrow();
    now = saved(now, cluster.in(new ClusterState.Starting(new BackendHandle("d-1"), T0)));
    Usage usage = new Usage(2, 1, T0.plusSeconds(7));
    return saved(now, now.cluster().running(ADDRESS, usage, T0.plusSeconds(9))).cluster();
  }

  @Test
  void an_added_cluster_is_found_as_it_was_and_by_each_of_its_hosts() {
    Cluster cluster = added();
    assertThat(cluster.hosts())
        .containsExactly("feateng-dev-eu-west-1.spark.test", "feateng-dev.spark.test");
    assertThat(clusters().find(cluster.id())).contains(cluster);
    for (String host : cluster.hosts()) {
      assertThat(clusters().atHost(host)).contains(cluster);
    }
    assertThat(clusters().atHost("feateng.spark.test")).isEmpty();
  }

  @Test
  void a_cluster_with_everything_set_is_read_as_it_was_written() {
    Cluster cluster = running(added(ClusterExamples.request("adhoc", "k-1")));
    cluster =
        saved(
                clusters().current(cluster.id()).orElseThrow(),
                cluster
                    .shaped(ClusterShape.of(ClusterSize.MEDIUM))
                    .in(new ClusterState.Scaling(new BackendHandle("d-1"), ADDRESS, T0)))
            .cluster();
    assertThat(clusters().find(cluster.id())).contains(cluster);
    cluster =
        saved(
                clusters().current(cluster.id()).orElseThrow(),
                cluster.in(
                    new ClusterState.Terminating(
                        new BackendHandle("d-1"), EndReason.replaced("grows"), T0)))
            .cluster();
    assertThat(clusters().find(cluster.id())).contains(cluster);
    cluster =
        saved(
                clusters().current(cluster.id()).orElseThrow(),
                cluster.restarting(
                    cluster.server().next(ids.nextServer(), ids.nextToken()), "died", T0))
            .cluster();
    assertThat(clusters().find(cluster.id())).contains(cluster);
    cluster =
        saved(
                clusters().current(cluster.id()).orElseThrow(),
                cluster.in(new ClusterState.TerminatingLaunch(EndReason.failed("slow"), T0)))
            .cluster();
    assertThat(clusters().find(cluster.id())).contains(cluster);
    cluster = ended(cluster.expiring(null).missing(T0), "over");
    assertThat(clusters().find(cluster.id())).contains(cluster);
    assertThat(cluster.status()).isEqualTo(ClusterStatus.TERMINATED);
  }

  @Test
  void a_host_belongs_to_one_cluster_until_that_is_over() {
    Cluster first = added();
    assertThat(clusters().add(made(ClusterExamples.request()), ClusterQuota.NONE))
        .isEqualTo(new Addition.HostTaken(first.hosts().get(0), first.id()));
    ended(first, "deleted");
    assertThat(clusters().atHost(first.hosts().get(0))).isEmpty();
    Cluster second = added();
    assertThat(clusters().atHost(first.hosts().get(0))).contains(second);
    assertThat(clusters().find(first.id()).orElseThrow().hosts()).isEqualTo(first.hosts());
  }

  @Test
  void a_short_host_that_is_taken_is_left_out() {
    Cluster first = added();
    ClusterRequest there = ClusterExamples.request();
    Cluster elsewhere =
        added(
            new ClusterRequest(
                there.team(),
                there.user(),
                null,
                null,
                there.environment(),
                new Region("us-east-1"),
                there.shape(),
                List.of(),
                there.ttl(),
                null,
                null,
                there.settings(),
                null));
    assertThat(elsewhere.hosts()).containsExactly("feateng-dev-us-east-1.spark.test");
    assertThat(clusters().atHost("feateng-dev.spark.test")).contains(first);
  }

  @Test
  void a_second_cluster_with_the_teams_key_is_not_added_and_gives_the_first() {
    Cluster first = added(ClusterExamples.request("a", "key"));
    assertThat(clusters().add(made(ClusterExamples.request("b", "key")), ClusterQuota.NONE))
        .isEqualTo(new Addition.KeyHeld(first));
    ended(first, "deleted");
    assertThat(clusters().add(made(ClusterExamples.request("c", "key")), ClusterQuota.NONE))
        .isInstanceOf(Addition.KeyHeld.class);
    added(ClusterExamples.request(new Team("ml"), Environment.DEV, ClusterSize.SMALL, null, "key"));
  }

  @Test
  void of_many_adds_at_once_with_one_key_one_adds() throws Exception {
    List<Callable<Addition>> rivals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Cluster rival = made(ClusterExamples.request("same", "key"));
      rivals.add(() -> clusters().add(rival, ClusterQuota.NONE));
    }
    List<Addition> answers = concurrently(rivals);
    assertThat(answers.stream().filter(Addition.Added.class::isInstance)).hasSize(1);
    assertThat(answers.stream().filter(Addition.KeyHeld.class::isInstance)).hasSize(7);
    assertThat(clusters().count(ClusterFilter.ALL)).isEqualTo(1);
  }

  @Test
  void fifty_requests_at_once_with_ten_keys_make_ten_clusters_with_a_server_each()
      throws Exception {
    FakeClusterBackend backend = new FakeClusterBackend();
    Backends backends = new Backends(List.of(backend.backend()));
    Catalogs catalogs = new Catalogs(Map.of());
    ClusterPolicies policies = (team, environment) -> ClusterPolicy.DEFAULT;
    RequestCluster request =
        new RequestCluster(
            clusters(),
            new ClusterPlaces(backends, Set.of(ClusterExamples.REGION), catalogs),
            policies,
            ClusterExamples.NAMES,
            new ReadyEstimate(clusters(), Duration.ofSeconds(30)),
            ids,
            () -> T0);
    List<Callable<Requesting>> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ClusterRequest asked = ClusterExamples.request("n" + i % 10, "key" + i % 10);
      clients.add(() -> request.request(asked, ClusterExamples.ANNA));
    }
    List<Requesting> answers = concurrently(clients);
    assertThat(answers.stream().filter(Requesting.Accepted.class::isInstance)).hasSize(10);
    assertThat(answers.stream().filter(Requesting.Repeated.class::isInstance)).hasSize(40);

    List<Callable<Integer>> passes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      AdvanceClusters process =
          new AdvanceClusters(
              clusters(),
              backends,
              catalogs,
              policies,
              backend,
              ids,
              () -> T0,
              ClusterCadence.DEFAULT);
      passes.add(process::advance);
    }
    assertThat(concurrently(passes).stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
    assertThat(clusters().count(ClusterFilter.ALL)).isEqualTo(10);
    assertThat(backend.servers()).isEqualTo(10);
  }

  @Test
  void a_quota_holds_for_a_team_in_an_environment_also_at_once() throws Exception {
    ClusterQuota quota = new ClusterQuota(null, 45, null);
    List<Callable<Addition>> rivals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Cluster rival = made(ClusterExamples.request("n" + i, null));
      rivals.add(() -> clusters().add(rival, quota));
    }
    List<Addition> answers = concurrently(rivals);
    assertThat(answers.stream().filter(Addition.Added.class::isInstance)).hasSize(4);
    assertThat(answers)
        .contains(new Addition.OverQuota(new ClusterQuota.Excess("max_cores", 40, 10, 45)));
    Cluster prod =
        made(
            ClusterExamples.request(
                ClusterExamples.TEAM, Environment.PROD, ClusterSize.SMALL, null, null));
    assertThat(clusters().add(prod, quota)).isInstanceOf(Addition.Added.class);
    ended(clusters().list(ClusterFilter.ALL, 10).get(1), "gone");
    assertThat(clusters().add(made(ClusterExamples.request("late", null)), quota))
        .isInstanceOf(Addition.Added.class);
  }

  @Test
  void a_resize_counts_the_cluster_once() {
    Cluster cluster = running(added());
    ClaimedCluster current = clusters().current(cluster.id()).orElseThrow();
    ClusterQuota quota = new ClusterQuota(null, 44, null);
    Cluster medium = cluster.shaped(ClusterShape.of(ClusterSize.MEDIUM));
    Cluster large = cluster.shaped(ClusterShape.of(ClusterSize.LARGE));
    assertThat(clusters().resize(ClusterChange.until(current, large, T0, T0), quota))
        .isEqualTo(new Resizing.OverQuota(new ClusterQuota.Excess("max_cores", 0, 168, 44)));
    assertThat(clusters().resize(ClusterChange.until(current, medium, T0, T0), quota))
        .isInstanceOf(Resizing.Written.class);
    assertThat(clusters().resize(ClusterChange.until(current, cluster, T0, T0), quota))
        .isEqualTo(new Resizing.Stale());
    assertThat(clusters().find(cluster.id()).orElseThrow().shape()).isEqualTo(medium.shape());
  }

  @Test
  void lists_are_newest_first_narrowed_and_counted() {
    List<ClusterId> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(0, added(ClusterExamples.request("n" + i, null)).id());
    }
    Cluster ml =
        added(
            ClusterExamples.request(
                new Team("ml"), Environment.PROD, ClusterSize.SMALL, null, null));
    ended(clusters().find(made.get(0)).orElseThrow(), "gone");

    ClusterFilter mine = filter(Set.of(ClusterExamples.TEAM), null, null, null);
    List<Cluster> page = clusters().list(mine, 2);
    Cluster last = page.get(1);
    var position = new ClusterFilter.Position(last.createdAt(), last.id());
    List<Cluster> rest =
        clusters().list(new ClusterFilter(mine.teams(), null, null, null, position), 10);
    List<ClusterId> all = new ArrayList<>(page.stream().map(Cluster::id).toList());
    all.addAll(rest.stream().map(Cluster::id).toList());
    assertThat(all).containsExactlyElementsOf(made);
    assertThat(clusters().count(new ClusterFilter(mine.teams(), null, null, null, position)))
        .isEqualTo(5);
    assertThat(ids(filter(null, Environment.PROD, null, null))).containsExactly(ml.id());
    assertThat(ids(filter(null, null, null, ClusterStatus.TERMINATED)))
        .containsExactly(made.get(0));
    assertThat(ids(filter(null, null, new Region("us-east-1"), null))).isEmpty();
    assertThat(ids(filter(Set.of(), null, null, null))).isEmpty();
    assertThat(ids(ClusterFilter.ALL)).hasSize(6);
  }

  private static ClusterFilter filter(
      @Nullable Set<Team> teams,
      @Nullable Environment environment,
      @Nullable Region region,
      @Nullable ClusterStatus status) {
    return new ClusterFilter(teams, environment, region, status, null);
  }

  private List<ClusterId> ids(ClusterFilter filter) {
    return clusters().list(filter, 10).stream().map(Cluster::id).toList();
  }

  @Test
  void what_is_kept_is_counted_by_team_environment_and_status() {
    running(added(ClusterExamples.request("one", null)));
    added(ClusterExamples.request("two", null));
    added(ClusterExamples.request("three", null));
    assertThat(clusters().tally())
        .containsExactlyInAnyOrder(
            new ClusterTally(ClusterExamples.TEAM, Environment.DEV, ClusterStatus.RUNNING, 1),
            new ClusterTally(ClusterExamples.TEAM, Environment.DEV, ClusterStatus.PENDING, 2));
  }

  @Test
  void a_claim_keeps_others_away_until_its_lease_is_over() {
    Cluster cluster = added();
    assertThat(clusters().claimDue(T0.minusSeconds(1), LEASE, 10)).isEmpty();
    ClaimedCluster first = claimOne(T0);
    assertThat(first.cluster()).isEqualTo(cluster);
    assertThat(clusters().claimDue(T0.plusSeconds(9), LEASE, 10)).isEmpty();
    ClaimedCluster second = claimOne(T0.plusSeconds(10));
    assertThat(second.version()).isGreaterThan(first.version());
  }

  @Test
  void who_lost_a_claim_can_no_longer_save() {
    Cluster cluster = added();
    ClaimedCluster slow = claimOne(T0);
    ClaimedCluster quick = claimOne(T0.plus(LEASE));
    Cluster launching = cluster.in(new ClusterState.Launching(T0));
    assertThat(clusters().save(List.of(ClusterChange.until(slow, launching, T0, T0)))).isEmpty();
    ClaimedCluster written = saved(quick, launching);
    assertThat(clusters().current(cluster.id())).contains(written);
    assertThat(clusters().save(List.of(ClusterChange.until(quick, cluster, T0, T0)))).isEmpty();
  }

  @Test
  void one_that_is_over_is_never_due() {
    Cluster cluster = ended(added(), "deleted");
    assertThat(clusters().claimDue(T0.plusSeconds(100_000), LEASE, 10)).isEmpty();
    assertThat(clusters().find(cluster.id())).contains(cluster);
  }

  @Test
  void of_many_that_claim_at_once_each_gets_others() throws Exception {
    for (int i = 0; i < 20; i++) {
      added(ClusterExamples.request("n" + i, null));
    }
    List<Callable<List<ClaimedCluster>>> rivals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rivals.add(() -> clusters().claimDue(T0, LEASE, 20));
    }
    List<ClusterId> claimed =
        concurrently(rivals).stream()
            .flatMap(List::stream)
            .map(claim -> claim.cluster().id())
            .toList();
    assertThat(claimed).doesNotHaveDuplicates();
  }

  @Test
  void events_tell_the_story_in_order() {
    Cluster cluster = running(added());
    ClaimedCluster current = clusters().current(cluster.id()).orElseThrow();
    saved(current, cluster.expiring(T0.plusSeconds(100_000)));
    ended(clusters().find(cluster.id()).orElseThrow(), "deleted by anna");
    assertThat(events().of(cluster.id(), 10))
        .extracting(ClusterEvent::type)
        .containsExactly(
            ClusterEventType.ACCEPTED,
            ClusterEventType.PROVISIONING,
            ClusterEventType.RUNNING,
            ClusterEventType.EXTENDED,
            ClusterEventType.TERMINATED);
    assertThat(events().of(cluster.id(), 1))
        .containsExactly(
            new ClusterEvent(
                cluster.id(),
                1,
                ClusterEventType.TERMINATED,
                T0.plusSeconds(5),
                "deleted by anna"));
  }

  @Test
  void ready_times_are_of_the_same_backend_and_first_shape() {
    Cluster cluster = running(added());
    added(ClusterExamples.request("waits", null));
    assertThat(clusters().readyTimes(cluster.backend(), ClusterShape.of(ClusterSize.SMALL), 5))
        .containsExactly(Duration.ofSeconds(9));
    assertThat(clusters().readyTimes(cluster.backend(), ClusterShape.of(ClusterSize.LARGE), 5))
        .isEmpty();
  }

  @Test
  void what_was_over_long_enough_is_forgotten() {
    Cluster over = ended(added(), "deleted");
    Cluster lives = added();
    assertThat(clusters().old(T0.plusSeconds(5), 10)).isEmpty();
    List<OldCluster> old = clusters().old(T0.plusSeconds(6), 10);
    assertThat(old).containsExactly(new OldCluster(over.id(), List.of()));
    assertThat(clusters().forget(List.of(over.id(), lives.id()))).isEqualTo(1);
    assertThat(clusters().find(over.id())).isEmpty();
    assertThat(events().of(over.id(), 10)).isEmpty();
    assertThat(clusters().find(lives.id())).contains(lives);
    assertThat(clusters().forget(List.of(over.id()))).isZero();
  }

  private Cluster replaced(Cluster cluster) {
    ClaimedCluster current = clusters().current(cluster.id()).orElseThrow();
    return saved(
            current,
            cluster.restarting(
                cluster.server().next(ids.nextServer(), ids.nextToken()), "died", T0))
        .cluster();
  }

  @Test
  void a_server_that_is_gone_is_kept_with_the_capture_of_its_log() {
    Cluster first = running(added());
    assertThat(ended().of(first.id())).isEmpty();
    Cluster second = replaced(first);
    EndedServer gone =
        new EndedServer(
            first.id(),
            first.server().id(),
            1,
            first.backend(),
            Objects.requireNonNull(first.handle()),
            T0,
            true);
    assertThat(ended().of(first.id())).containsExactly(gone);
    assertThat(ended().states(List.of(first.server().id(), second.server().id())))
        .containsExactly(Map.entry(first.server().id(), LogCapture.State.PENDING));

    List<LogCaptures.Claim> due = ended().claimDue(T0, LEASE, 10);
    assertThat(due).extracting(LogCaptures.Claim::capture).containsExactly(gone.capture());
    assertThat(ended().claimDue(T0, LEASE, 10)).isEmpty();
    LogCapture captured = gone.capture().in(LogCapture.State.CAPTURED);
    assertThat(ended().save(due.get(0), captured, T0)).isTrue();
    assertThat(ended().save(due.get(0), captured, T0)).isFalse();
    assertThat(ended().claimDue(T0.plusSeconds(99), LEASE, 10)).isEmpty();

    // The second is over before any backend had it.
    ended(second, "deleted");
    assertThat(ended().of(first.id())).containsExactly(gone);
    assertThat(clusters().old(T0.plusSeconds(6), 10))
        .containsExactly(new OldCluster(first.id(), List.of(first.server().id())));
    clusters().forget(List.of(first.id()));
    assertThat(ended().of(first.id())).isEmpty();
    assertThat(ended().states(List.of(first.server().id()))).isEmpty();
  }

  @Test
  void a_change_that_is_not_written_ends_no_server() {
    Cluster cluster = running(added());
    ClaimedCluster stale = clusters().current(cluster.id()).orElseThrow();
    saved(stale, cluster.used(new Usage(1, 0, T0)));
    Cluster over = cluster.over(EndReason.terminated("deleted"), T0);
    assertThat(clusters().save(List.of(ClusterChange.until(stale, over, T0, T0)))).isEmpty();
    assertThat(ended().of(cluster.id())).isEmpty();
  }

  @Test
  void the_last_server_of_a_cluster_that_is_over_is_kept() {
    Cluster cluster = running(added());
    ended(cluster, "deleted");
    assertThat(ended().of(cluster.id()))
        .extracting(EndedServer::number, EndedServer::id)
        .containsExactly(Tuple.tuple(1, cluster.server().id()));
  }

  private static <T> List<T> concurrently(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
