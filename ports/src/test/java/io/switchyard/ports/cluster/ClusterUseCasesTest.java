package io.switchyard.ports.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterEvent;
import io.switchyard.domain.cluster.ClusterEventType;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.placement.Region;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.InMemoryLogs;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The life of clusters, with a store and a backend in memory. */
final class ClusterUseCasesTest {

  private static final ClusterCadence CADENCE = ClusterCadence.DEFAULT;

  private final SettableClock clock = new SettableClock();
  private final InMemoryClusters clusters = new InMemoryClusters();
  private final FakeClusterBackend backend = new FakeClusterBackend();
  private final SequentialClusterIds ids = new SequentialClusterIds();
  private final Backends backends = new Backends(List.of(backend.backend()));
  private ClusterPolicy policy = ClusterPolicy.DEFAULT;
  private final ClusterPolicies policies = (team, environment) -> policy;
  private final Catalogs catalogs =
      new Catalogs(Map.of("lake", new ServerSettings(Map.of("", "Lake"), Map.of(".key", "k"))));
  private final RequestCluster request =
      new RequestCluster(
          clusters,
          new ClusterPlaces(backends, Set.of(ClusterExamples.REGION), catalogs),
          policies,
          ClusterExamples.NAMES,
          new ReadyEstimate(clusters, Duration.ofSeconds(40)),
          ids,
          clock);
  private final AtomicLong pinned = new AtomicLong();
  private final DeleteCluster delete = new DeleteCluster(clusters, id -> pinned.get(), clock);
  private final ScaleCluster scale =
      new ScaleCluster(clusters, backends, policies, id -> pinned.get(), clock);
  private final ExtendCluster extend = new ExtendCluster(clusters, policies, clock);
  private final AdvanceClusters advance =
      new AdvanceClusters(clusters, backends, catalogs, policies, backend, ids, clock, CADENCE);

  private Cluster requested() {
    return requested(ClusterExamples.request());
  }

  private Cluster requested(ClusterRequest asked) {
    Requesting answer = request.request(asked, ClusterExamples.ANNA);
    assertThat(answer).isInstanceOf(Requesting.Accepted.class);
    return ((Requesting.Accepted) answer).cluster();
  }

  private Cluster now(Cluster cluster) {
    return clusters.find(cluster.id()).orElseThrow();
  }

  private void pass(Duration later) {
    clock.advance(later);
    advance.advance();
  }

  private void passes(int times, Duration each) {
    for (int i = 0; i < times; i++) {
      pass(each);
    }
  }

  private Cluster running() {
    Cluster cluster = requested();
    advance.advance();
    pass(CADENCE.poll());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    return now(cluster);
  }

  private List<ClusterEventType> story(Cluster cluster) {
    return clusters.of(cluster.id(), 100).stream().map(ClusterEvent::type).toList();
  }

  @Test
  void a_request_becomes_a_running_cluster() {
    backend.startSlowly();
    Cluster cluster = requested();
    assertThat(cluster.status()).isEqualTo(ClusterStatus.PENDING);
    advance.advance();
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.PROVISIONING);
    passes(5, CADENCE.poll());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.PROVISIONING);
    backend.listen(cluster);
    backend.answering(false);
    pass(CADENCE.poll());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.PROVISIONING);
    backend.answering(true);
    pass(CADENCE.poll());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(now(cluster).readyAt()).isEqualTo(clock.instant());
    assertThat(story(cluster))
        .containsExactly(
            ClusterEventType.ACCEPTED, ClusterEventType.PROVISIONING, ClusterEventType.RUNNING);
  }

  @Test
  void what_is_wrong_with_a_request_is_said_all_at_once() {
    policy =
        new ClusterPolicy(
            Duration.ofHours(2),
            null,
            Duration.ZERO,
            0,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            ClusterQuota.NONE);
    ClusterRequest good = ClusterExamples.request();
    ClusterRequest bad =
        new ClusterRequest(
            good.team(),
            "boris",
            null,
            null,
            good.environment(),
            new Region("eu-west-2"),
            good.shape(),
            List.of("lak"),
            good.ttl(),
            null,
            null,
            good.settings(),
            null);
    Requesting answer = request.request(bad, ClusterExamples.ANNA);
    assertThat(((Requesting.Refused) answer).violations())
        .extracting(Violation::field)
        .containsExactlyInAnyOrder("region", "catalogs", "user", "ttl");
    assertThat(((Requesting.Refused) answer).violations())
        .extracting(Violation::fix)
        .contains("did you mean eu-west-1?", "did you mean lake?", "ask for 2h or less");
    assertThat(clusters.count(ClusterFilter.ALL)).isZero();
  }

  @Test
  void only_members_of_the_team_ask_for_and_see_its_clusters() {
    assertThat(request.request(ClusterExamples.request(), ClusterExamples.BORIS))
        .isInstanceOf(Requesting.NotYourTeam.class);
    assertThat(request.request(ClusterExamples.request(), ClusterExamples.VERA))
        .isInstanceOf(Requesting.NotYourTeam.class);
    Cluster cluster = requested();
    GetCluster get = new GetCluster(clusters);
    assertThat(get.get(cluster.id(), ClusterExamples.VERA)).contains(cluster);
    assertThat(get.get(cluster.id(), ClusterExamples.BORIS)).isEmpty();
    assertThat(delete.delete(cluster.id(), true, ClusterExamples.BORIS))
        .isInstanceOf(Changing.NotFound.class);
    assertThat(delete.delete(cluster.id(), true, ClusterExamples.VERA))
        .isInstanceOf(Changing.NotAllowed.class);
  }

  @Test
  void a_key_makes_one_cluster_and_names_what_differs() {
    Cluster cluster = requested(ClusterExamples.request(null, "key"));
    assertThat(request.request(ClusterExamples.request(null, "key"), ClusterExamples.ANNA))
        .isEqualTo(new Requesting.Repeated(cluster, Duration.ofSeconds(40)));
    assertThat(request.request(ClusterExamples.request("other", "key"), ClusterExamples.ANNA))
        .isEqualTo(new Requesting.KeyTaken(cluster.id(), List.of("name")));
  }

  @Test
  void a_second_cluster_in_a_place_needs_a_name() {
    Cluster cluster = requested();
    assertThat(request.request(ClusterExamples.request(), ClusterExamples.ANNA))
        .isEqualTo(new Requesting.NameTaken(cluster.hosts().get(0), cluster.id(), false));
    assertThat(requested(ClusterExamples.request("adhoc", null)).endpoint())
        .isEqualTo("sc://adhoc.feateng-dev-eu-west-1.spark.test:15002");
  }

  @Test
  void the_estimate_comes_from_what_clusters_took() {
    Cluster first = requested();
    pass(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(4));
    assertThat(now(first).status()).isEqualTo(ClusterStatus.RUNNING);
    Requesting answer =
        request.request(ClusterExamples.request("next", null), ClusterExamples.ANNA);
    assertThat(((Requesting.Accepted) answer).ready()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void a_delete_at_any_moment_of_the_start_ends_terminated_and_leaves_no_server() {
    for (int moment = 0; moment < 5; moment++) {
      Cluster cluster = requested(ClusterExamples.request("m" + moment, null));
      passes(moment, CADENCE.poll());
      delete.delete(cluster.id(), false, ClusterExamples.ANNA);
      passes(5, CADENCE.watch());
      assertThat(now(cluster).status()).as("moment %d", moment).isEqualTo(ClusterStatus.TERMINATED);
    }
    assertThat(backend.living()).isZero();
  }

  @Test
  void a_delete_while_the_answer_to_the_launch_is_lost_finds_the_server_and_ends_it() {
    backend.loseNextAnswer(
        TargetFailure.unknownEffect(Kind.UNREACHABLE, "reset", new IllegalStateException()));
    Cluster cluster = requested();
    advance.advance();
    assertThat(backend.living()).isEqualTo(1);
    delete.delete(cluster.id(), false, ClusterExamples.ANNA);
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATING);
    passes(5, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATED);
    assertThat(backend.living()).isZero();
  }

  @Test
  void a_launch_without_an_answer_makes_no_second_server() {
    backend.loseNextAnswer(
        TargetFailure.unknownEffect(Kind.UNREACHABLE, "reset", new IllegalStateException()));
    Cluster cluster = requested();
    passes(4, CADENCE.retry());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(backend.servers()).isEqualTo(1);
  }

  @Test
  void a_full_backend_is_asked_again_and_one_that_refuses_is_not() {
    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.FULL, "no room for 10 cores"));
    Cluster cluster = requested();
    advance.advance();
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.PENDING);
    passes(3, CADENCE.retry());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);

    backend.failNextLaunch(TargetFailure.withoutEffect(Kind.REJECTED, "no such release"));
    Cluster refused = requested(ClusterExamples.request("b", null));
    advance.advance();
    assertThat(now(refused).status()).isEqualTo(ClusterStatus.FAILED);
  }

  @Test
  void a_dead_server_is_replaced_a_few_times_and_then_the_cluster_failed() {
    policy =
        new ClusterPolicy(
            null,
            null,
            Duration.ZERO,
            2,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            ClusterQuota.NONE);
    Cluster cluster = running();
    for (int server = 2; server <= 3; server++) {
      backend.die(now(cluster), "java.lang.OutOfMemoryError: Java heap space");
      passes(4, CADENCE.watch());
      assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
      assertThat(now(cluster).server().number()).isEqualTo(server);
    }
    backend.die(now(cluster), "java.lang.OutOfMemoryError: Java heap space");
    passes(3, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.FAILED);
    assertThat(clusters.of(cluster.id(), 1).get(0).message())
        .isEqualTo("java.lang.OutOfMemoryError: Java heap space");
    assertThat(backend.living()).isZero();
  }

  @Test
  void a_server_that_had_served_for_long_does_not_count_towards_giving_up() {
    policy =
        new ClusterPolicy(
            null,
            null,
            Duration.ZERO,
            1,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            ClusterQuota.NONE);
    Cluster cluster = running();
    for (int server = 2; server <= 5; server++) {
      pass(Cluster.LONG);
      backend.die(now(cluster), "its machine is gone");
      passes(4, CADENCE.watch());
      assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
      assertThat(now(cluster).server().number()).isEqualTo(server);
      assertThat(now(cluster).restarts()).isEqualTo(1);
    }
    assertThat(
            clusters.of(cluster.id(), 100).stream()
                .filter(event -> event.type() == ClusterEventType.SERVER_LOST))
        .hasSize(4);
    backend.die(now(cluster), "its machine is gone");
    passes(3, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.FAILED);
  }

  @Test
  void a_server_that_the_backend_forgot_for_a_moment_is_kept_and_for_long_is_replaced() {
    Cluster cluster = running();
    backend.forget(cluster);
    pass(CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    pass(Cluster.PATIENCE);
    assertThat(now(cluster).server().number()).isEqualTo(2);
  }

  @Test
  void a_server_that_its_backend_would_start_otherwise_is_replaced_once_nobody_uses_it() {
    Cluster cluster = running();
    backend.outdate(cluster);
    backend.use(cluster, new Usage(1, 0, clock.instant()));
    passes(60, CADENCE.watch());
    assertThat(now(cluster).server().number()).isEqualTo(1);

    backend.use(cluster, new Usage(0, 0, clock.instant()));
    pass(CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(now(cluster).server().number()).isEqualTo(1);

    passes(60, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(now(cluster).server().number()).isEqualTo(2);
    assertThat(now(cluster).restarts()).isZero();
    assertThat(backend.living()).isEqualTo(1);
  }

  @Test
  void a_server_that_never_answers_is_ended_and_the_cluster_failed() {
    backend.startSlowly();
    Cluster cluster = requested();
    advance.advance();
    backend.willSay(cluster, "the last error in its log: no such host");
    pass(policy.startWithin());
    passes(3, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.FAILED);
    assertThat(((ClusterState.Ended) now(cluster).state()).message())
        .isEqualTo(
            "its server did not answer within 600 s; the last error in its log: no such host");
    assertThat(backend.living()).isZero();
  }

  @Test
  void what_users_last_did_is_remembered_over_servers_and_after_the_end() {
    Cluster cluster = running();
    Instant used = clock.instant();
    backend.use(cluster, new Usage(1, 0, used));
    pass(CADENCE.watch());
    backend.die(now(cluster), "died");
    passes(3, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(now(cluster).usage()).isEqualTo(new Usage(0, 0, used));
    delete.delete(cluster.id(), false, ClusterExamples.ANNA);
    passes(2, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATED);
    assertThat(now(cluster).usage()).isEqualTo(new Usage(0, 0, used));
  }

  @Test
  void a_cluster_is_forgotten_with_its_logs() {
    InMemoryLogs logs = new InMemoryLogs();
    ForgetClusters forget = new ForgetClusters(clusters, logs, clock, Duration.ofDays(1));
    Cluster cluster = running();
    backend.die(cluster, "died");
    passes(3, CADENCE.watch());
    delete.delete(cluster.id(), false, ClusterExamples.ANNA);
    passes(2, CADENCE.watch());
    for (EndedServer server : clusters.ended().of(cluster.id())) {
      logs.append(server.id(), LogStream.STDERR, 0, new byte[] {'x'});
    }
    assertThat(logs.executions()).hasSize(2);
    assertThat(forget.forget()).isFalse();
    assertThat(clusters.find(cluster.id())).isPresent();

    clock.advance(Duration.ofDays(1));
    forget.forget();

    assertThat(clusters.find(cluster.id())).isEmpty();
    assertThat(logs.executions()).isEmpty();
  }

  @Test
  void executors_change_under_open_sessions() {
    backend.scaleSlowly();
    Cluster cluster = running();
    backend.use(cluster, new Usage(1, 0, clock.instant()));
    pass(CADENCE.watch());
    ClusterShape more =
        ClusterShape.custom(
            new Resources(
                cluster.shape().resources().driver(),
                new ExecutorResources(5, 4, Memory.ofGibibytes(16), null, null)));
    Changing answer = scale.scale(cluster.id(), more, false, ClusterExamples.ANNA);
    assertThat(((Changing.Changed) answer).cluster().status()).isEqualTo(ClusterStatus.SCALING);
    passes(3, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.SCALING);
    backend.executorsCome(now(cluster));
    pass(CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(backend.executors(now(cluster))).isEqualTo(5);
    assertThat(backend.servers()).isEqualTo(1);
  }

  @Test
  void another_size_takes_another_server_and_not_under_open_sessions() {
    Cluster cluster = running();
    backend.use(cluster, new Usage(1, 0, clock.instant()));
    pass(CADENCE.watch());
    ClusterShape medium = ClusterShape.of(ClusterSize.MEDIUM);
    assertThat(scale.scale(cluster.id(), medium, false, ClusterExamples.ANNA))
        .isInstanceOf(Changing.InUse.class);
    assertThat(scale.scale(cluster.id(), medium, true, ClusterExamples.ANNA))
        .isInstanceOf(Changing.Changed.class);
    passes(5, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(now(cluster).shape()).isEqualTo(medium);
    assertThat(now(cluster).restarts()).isZero();
    assertThat(backend.servers()).isEqualTo(2);
    assertThat(backend.living()).isEqualTo(1);
  }

  @Test
  void only_a_running_cluster_is_scaled() {
    Cluster cluster = requested();
    ClusterShape medium = ClusterShape.of(ClusterSize.MEDIUM);
    assertThat(scale.scale(cluster.id(), medium, true, ClusterExamples.ANNA))
        .isInstanceOf(Changing.NotNow.class);
    delete.delete(cluster.id(), false, ClusterExamples.ANNA);
    assertThat(scale.scale(cluster.id(), medium, true, ClusterExamples.ANNA))
        .isInstanceOf(Changing.NotNow.class);
  }

  @Test
  void a_session_that_its_server_has_not_told_of_yet_counts() {
    Cluster cluster = running();
    pinned.set(2);
    assertThat(delete.delete(cluster.id(), false, ClusterExamples.ANNA))
        .isEqualTo(new Changing.InUse(now(cluster), 2));
    ClusterShape medium = ClusterShape.of(ClusterSize.MEDIUM);
    assertThat(scale.scale(cluster.id(), medium, false, ClusterExamples.ANNA))
        .isEqualTo(new Changing.InUse(now(cluster), 2));
    pinned.set(0);
    assertThat(delete.delete(cluster.id(), false, ClusterExamples.ANNA))
        .isInstanceOf(Changing.Changed.class);
  }

  @Test
  void a_cluster_in_use_is_deleted_only_by_force() {
    Cluster cluster = running();
    backend.use(cluster, new Usage(1, 0, clock.instant()));
    pass(CADENCE.watch());
    assertThat(delete.delete(cluster.id(), false, ClusterExamples.ANNA))
        .isInstanceOf(Changing.InUse.class);
    assertThat(delete.delete(cluster.id(), true, ClusterExamples.ANNA))
        .isInstanceOf(Changing.Changed.class);
    assertThat(delete.delete(cluster.id(), false, ClusterExamples.ANNA))
        .isInstanceOf(Changing.Unchanged.class);
    passes(2, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATED);
    assertThat(delete.delete(cluster.id(), false, ClusterExamples.ANNA))
        .isInstanceOf(Changing.Unchanged.class);
  }

  @Test
  void a_cluster_ends_with_its_time_to_live_and_a_warning_comes_before() {
    Cluster cluster = running();
    clock.advance(Duration.ofHours(23).plusMinutes(50));
    advance.advance();
    assertThat(story(cluster)).endsWith(ClusterEventType.EXPIRES_SOON);
    assertThat(extend.extend(cluster.id(), Duration.ofHours(1), ClusterExamples.ANNA))
        .isInstanceOf(Changing.Changed.class);
    clock.advance(Duration.ofMinutes(30));
    advance.advance();
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    clock.advance(Duration.ofMinutes(40));
    advance.advance();
    passes(2, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATED);
    assertThat(backend.living()).isZero();
  }

  @Test
  void a_time_to_live_ends_also_what_a_backend_never_answered_about() {
    Cluster cluster = requested();
    advanceWithoutAnAnswer();
    clock.advance(Duration.ofHours(24));
    advanceWithoutAnAnswer();
    passes(10, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATED);
    assertThat(backend.servers()).isZero();
  }

  private void advanceWithoutAnAnswer() {
    backend.failNextLaunch(
        TargetFailure.unknownEffect(Kind.UNREACHABLE, "reset", new IllegalStateException()));
    advance.advance();
  }

  @Test
  void an_end_is_not_moved_past_the_cap_nor_after_the_end() {
    policy =
        new ClusterPolicy(
            Duration.ofHours(25),
            null,
            Duration.ZERO,
            2,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            ClusterQuota.NONE);
    Cluster cluster = running();
    Changing tooFar = extend.extend(cluster.id(), Duration.ofHours(2), ClusterExamples.ANNA);
    assertThat(((Changing.Refused) tooFar).violations().get(0).sentence())
        .isEqualTo(
            "extension: \"2h\" leads past the longest life of clusters of this team and"
                + " environment, 25h from 2026-01-01T00:00:00Z; the latest end is"
                + " 2026-01-02T01:00:00Z");
    assertThat(extend.extend(cluster.id(), Duration.ofHours(1), ClusterExamples.ANNA))
        .isInstanceOf(Changing.Changed.class);
    delete.delete(cluster.id(), true, ClusterExamples.ANNA);
    assertThat(extend.extend(cluster.id(), Duration.ofMinutes(1), ClusterExamples.ANNA))
        .isInstanceOf(Changing.NotNow.class);
  }

  @Test
  void an_idle_cluster_ends_and_one_in_use_does_not() {
    policy =
        new ClusterPolicy(
            null,
            Duration.ofMinutes(30),
            Duration.ZERO,
            2,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            ClusterQuota.NONE);
    Cluster cluster = running();
    backend.use(cluster, new Usage(0, 1, clock.instant()));
    pass(Duration.ofMinutes(31));
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    backend.use(cluster, new Usage(0, 0, clock.instant()));
    pass(Duration.ofMinutes(29));
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    pass(Duration.ofMinutes(2));
    passes(2, CADENCE.watch());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.TERMINATED);
    assertThat(clusters.of(cluster.id(), 1).get(0).message())
        .isEqualTo("nobody used it for 30m, the idle limit of its team");
  }

  @Test
  void a_pass_that_is_cut_short_anywhere_is_gone_on_with() {
    Cluster cluster = requested();
    // Another process announced the launch and died before or after the backend took it.
    ClaimedCluster claimed = clusters.claimDue(clock.instant(), CADENCE.lease(), 1).get(0);
    var pending = (ClusterState.Pending) cluster.state();
    clusters.save(
        List.of(
            ClusterChange.until(
                claimed,
                cluster.in(pending.launching(clock.instant())),
                clock.instant(),
                clock.instant().plus(CADENCE.launch()))));
    pass(CADENCE.launch());
    pass(CADENCE.poll());
    assertThat(now(cluster).status()).isEqualTo(ClusterStatus.RUNNING);
    assertThat(backend.servers()).isEqualTo(1);
  }
}
