package io.switchyard.ports.session;

import static io.switchyard.ports.cluster.ClusterExamples.TEAM;
import static io.switchyard.ports.cluster.ClusterExamples.request;
import static io.switchyard.ports.session.SessionExamples.uuid;
import static io.switchyard.ports.session.SessionWorld.call;
import static io.switchyard.ports.session.SessionWorld.passed;
import static io.switchyard.ports.session.SessionWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.SessionEnd.Reason;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where calls go, and which are refused. */
final class RouteCallTest {

  private static final String HOST = "feateng-dev.spark.test";
  private static final String LOCAL = "localhost:15002";
  private static final Team ML = new Team("ml");

  private final SessionWorld world = new SessionWorld();
  private final SessionDoor door = world.process();

  private Route route(Call call) {
    return passed(door.route().route(call));
  }

  private CallRefused refusal(Call call) {
    return refused(door.route().route(call));
  }

  private static Call executing(String authority, int session, String... metadata) {
    return call("ExecutePlan", authority, "anna", session, metadata);
  }

  @Test
  void a_call_goes_to_the_cluster_that_has_its_host_as_the_user_of_its_token() {
    Cluster cluster = world.running(request());
    Route route = route(executing("FeatEng-Dev.spark.test:15002", 1));
    assertThat(route.cluster()).isEqualTo(cluster.id());
    assertThat(route.token()).isEqualTo(cluster.server().token());
    assertThat(route.session().user()).isEqualTo("anna");
    assertThat(route.session().team()).isEqualTo(TEAM);
    var session = world.sessions.of("anna", uuid(1)).get(0);
    assertThat(session.cluster()).isEqualTo(cluster.id());
    assertThat(session.on()).isEqualTo(new ServerId.OfCluster(cluster.id(), 1));
    assertThat(world.heard).containsExactly("opened " + uuid(1));
  }

  @ParameterizedTest
  @CsvSource({
    "feateng-dev-eu-west-1.spark.test, '', ''",
    "feateng-dev.spark.test:443, '', ''",
    "gateway.example.com, x-switchyard-cluster, sc-feateng-dev-eu-west-1-aaaaab",
    "gateway.example.com, x-switchyard-team|x-switchyard-environment, feateng|dev",
    "gateway.example.com, x-switchyard-team|x-switchyard-environment|x-switchyard-region,"
        + " feateng|dev|eu-west-1",
    "localhost:15002, x-switchyard-team|x-switchyard-environment, feateng|dev",
    "127.0.0.1:15002, '', ''",
    "[::1]:15002, '', ''",
    "localhost, '', ''"
  })
  void every_way_to_name_a_cluster_leads_there(String authority, String names, String values) {
    Cluster cluster = world.running(request());
    String[] name = names.split("\\|");
    String[] value = values.split("\\|");
    String[] headers = new String[names.isEmpty() ? 0 : name.length * 2];
    for (int i = 0; i < headers.length; i += 2) {
      headers[i] = name[i / 2];
      boolean id = name[i / 2].endsWith("cluster");
      headers[i + 1] = id ? cluster.id().value() : value[i / 2];
    }
    assertThat(route(executing(authority, 1, headers)).cluster()).isEqualTo(cluster.id());
  }

  @ParameterizedTest
  @CsvSource({
    "'', feateng-dev.spark.test, UNAUTHENTICATED",
    "mallory, feateng-dev.spark.test, UNAUTHENTICATED",
    "boris, feateng-dev.spark.test, NOT_FOUND",
    "boris, localhost:15002, NOT_FOUND",
    "vera, feateng-dev.spark.test, PERMISSION_DENIED",
    "emil, feateng-dev.spark.test, PERMISSION_DENIED",
    "anna, unknown.spark.test, NOT_FOUND",
    "anna, gateway.example.com, NOT_FOUND"
  })
  void who_may_not_is_refused(String user, String authority, CallRefused.Reason reason) {
    world.running(request());
    CallRefused refused = refusal(call("Config", authority, user, 1));
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(world.sessions.list(SessionFilter.ALL, 10)).isEmpty();
    assertThat(world.heard).hasSize(1).first().asString().endsWith(" " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "x-switchyard-cluster, nonsense, INVALID_ARGUMENT",
    "x-switchyard-cluster, sc-feateng-dev-eu-west-1-zzzzzz, NOT_FOUND",
    "x-switchyard-team, feateng, INVALID_ARGUMENT",
    "x-switchyard-clutser, sc-feateng-dev-eu-west-1-zzzzzz, INVALID_ARGUMENT"
  })
  void a_header_that_names_nothing_is_refused(
      String name, String value, CallRefused.Reason reason) {
    world.running(request());
    assertThat(refusal(executing(LOCAL, 1, name, value)).reason()).isEqualTo(reason);
  }

  @Test
  void a_team_that_is_not_the_caller_s_is_refused_whether_it_has_a_cluster_or_not() {
    Call call =
        call(
            "Config",
            LOCAL,
            "boris",
            1,
            "x-switchyard-team",
            "feateng",
            "x-switchyard-environment",
            "dev");
    assertThat(refusal(call).reason()).isEqualTo(CallRefused.Reason.PERMISSION_DENIED);
    world.running(request());
    assertThat(refusal(call).reason()).isEqualTo(CallRefused.Reason.PERMISSION_DENIED);
  }

  @Test
  void a_session_id_that_is_no_uuid_is_refused() {
    world.running(request());
    Call call = new Call("/s/m", HOST, java.util.Map.of(), "anna", "1", null);
    assertThat(refusal(call).reason()).isEqualTo(CallRefused.Reason.INVALID_ARGUMENT);
  }

  @Test
  void where_several_clusters_run_and_none_is_named_the_answer_says_what_to_write() {
    Cluster one = world.running(request());
    Cluster two = world.running(request("second", null));
    CallRefused refused = refusal(executing(LOCAL, 1));
    assertThat(refused.reason()).isEqualTo(CallRefused.Reason.INVALID_ARGUMENT);
    assertThat(refused)
        .hasMessageContaining(one.id().value())
        .hasMessageContaining(two.id().value())
        .hasMessageContaining(";x-switchyard-cluster=");
  }

  @Test
  void the_pin_of_a_session_goes_before_what_a_call_names() {
    Cluster one = world.running(request());
    Cluster two = world.running(request("second", null));
    route(executing(HOST, 1));
    assertThat(route(executing("second.feateng-dev-eu-west-1.spark.test", 1)).cluster())
        .isEqualTo(one.id());
    assertThat(route(executing("second.feateng-dev-eu-west-1.spark.test", 2)).cluster())
        .isEqualTo(two.id());
  }

  @Test
  void one_id_in_two_teams_is_two_sessions() {
    Cluster one = world.running(request());
    Cluster two = world.running(request(ML, Environment.DEV, ClusterSize.SMALL, null, null));
    assertThat(passed(door.route().route(call("Config", HOST, "root", 1))).cluster())
        .isEqualTo(one.id());
    Call other = call("Config", "ml-dev.spark.test", "root", 1);
    assertThat(passed(door.route().route(other)).cluster()).isEqualTo(two.id());
    assertThat(refusal(call("Config", LOCAL, "root", 1)).reason())
        .isEqualTo(CallRefused.Reason.INVALID_ARGUMENT);
  }

  @Test
  void another_user_s_session_id_opens_a_session_of_one_s_own() {
    Cluster cluster = world.running(request());
    route(executing(HOST, 1));
    Route root = passed(door.route().route(call("ExecutePlan", HOST, "root", 1)));
    assertThat(root.session().user()).isEqualTo("root");
    assertThat(world.sessions.count(SessionFilter.ALL)).isEqualTo(2);
    assertThat(root.cluster()).isEqualTo(cluster.id());
  }

  @Test
  void two_processes_agree_on_one_pin() {
    world.running(request());
    SessionDoor other = world.process();
    Route here = route(executing(HOST, 1));
    Route there = passed(other.route().route(executing(HOST, 1)));
    assertThat(there).isEqualTo(here);
    assertThat(world.sessions.count(SessionFilter.ALL)).isEqualTo(1);
  }

  @Test
  void while_the_store_is_away_known_sessions_go_on_and_others_are_never_guessed() {
    world.running(request());
    route(executing(HOST, 1));
    world.storeAway = true;
    for (int i = 0; i < 5; i++) {
      world.clock.advance(Duration.ofSeconds(20));
      assertThat(route(executing(HOST, 1)).session().sessionId()).isEqualTo(uuid(1));
    }
    CallRefused refused = refusal(executing(HOST, 2));
    assertThat(refused.reason()).isEqualTo(CallRefused.Reason.UNAVAILABLE);
    assertThat(refused.retryAfter()).isNotNull();
    assertThat(refusal(call("Config", HOST, "boris", 1)).reason())
        .isEqualTo(CallRefused.Reason.UNAVAILABLE);
    world.storeAway = false;
    route(executing(HOST, 2));
  }

  @Test
  void a_session_ends_with_its_server_and_is_never_moved() {
    Cluster cluster = world.running(request());
    route(executing(HOST, 1));
    world.restart(cluster);
    assertThat(world.now(cluster).server().number()).isEqualTo(2);
    world.clock.advance(Duration.ofSeconds(10));

    CallRefused refused = refusal(executing(HOST, 1));
    assertThat(refused.reason()).isEqualTo(CallRefused.Reason.SESSION_CLOSED);
    assertThat(world.sessions.of("anna", uuid(1)).get(0).end().reason())
        .isEqualTo(Reason.SERVER_GONE);
    assertThat(refusal(executing(HOST, 1)).reason()).isEqualTo(CallRefused.Reason.SESSION_CLOSED);
    assertThat(refused(world.process().route().route(executing(HOST, 1))).reason())
        .isEqualTo(CallRefused.Reason.SESSION_CLOSED);
    assertThat(route(executing(HOST, 2)).token()).isEqualTo(world.now(cluster).server().token());
  }

  @Test
  void a_process_that_still_knows_the_old_server_looks_again_before_it_ends_a_session() {
    Cluster cluster = world.running(request());
    SessionDoor slow = world.process();
    passed(slow.route().route(executing(HOST, 1)));
    world.restart(cluster);
    world.clock.advance(Duration.ofSeconds(10));
    route(executing(HOST, 2));
    // Its knowledge of the cluster is older than the session's pin.
    Route late = passed(slow.route().route(executing(HOST, 2)));
    assertThat(late.token()).isEqualTo(world.now(cluster).server().token());
    assertThat(world.sessions.of("anna", uuid(2)).get(0).ended()).isFalse();
  }

  @Test
  void membership_is_checked_at_every_call() {
    world.running(request());
    route(executing(HOST, 1));
    world.revoked.add("anna");
    assertThat(refusal(executing(HOST, 1)).reason()).isEqualTo(CallRefused.Reason.UNAUTHENTICATED);
  }

  @Test
  void a_team_has_no_more_sessions_than_it_may() {
    world.running(request());
    world.policy = new SessionPolicy(1, null, Duration.ofMinutes(30), Duration.ofHours(4));
    route(executing(HOST, 1));
    CallRefused refused = refusal(executing(HOST, 2));
    assertThat(refused.reason()).isEqualTo(CallRefused.Reason.RESOURCE_EXHAUSTED);
    assertThat(refused)
        .hasMessageContaining("1 open sessions")
        .hasMessageContaining("max_sessions is 1");
    route(executing(HOST, 1));
  }

  @Test
  void a_team_has_no_more_calls_under_way_than_it_may() {
    world.running(request());
    world.policy = new SessionPolicy(null, 2, Duration.ofMinutes(30), Duration.ofHours(4));
    Route first = route(executing(HOST, 1));
    route(executing(HOST, 1));
    CallRefused refused = refusal(executing(HOST, 1));
    assertThat(refused.reason()).isEqualTo(CallRefused.Reason.RESOURCE_EXHAUSTED);
    assertThat(refused).hasMessageContaining("2 calls").hasMessageContaining("max_calls is 2");
    door.ended().ended(executing(HOST, 1), first, new CallEnd(1, 1, 0, false, ""));
    route(executing(HOST, 1));
  }

  @Test
  void a_call_is_held_until_its_cluster_has_started() {
    Cluster cluster = world.requested(request());
    var answer = door.route().route(executing(HOST, 1)).toCompletableFuture();
    assertThat(answer).isNotDone();
    world.pass();
    assertThat(answer).isNotDone();
    world.pass();
    assertThat(passed(answer).cluster()).isEqualTo(cluster.id());
  }

  @Test
  void a_call_in_a_hurry_is_told_how_long_it_takes() {
    world.requested(request());
    Call hurried =
        new Call("/s/Config", HOST, java.util.Map.of(), "anna", uuid(1), Duration.ofSeconds(5));
    CallRefused refused = refusal(hurried);
    assertThat(refused.reason()).isEqualTo(CallRefused.Reason.UNAVAILABLE);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(40));
    assertThat(refused).hasMessageContaining("about 40 s");
  }

  @Test
  void a_call_is_held_no_longer_than_its_deadline() {
    world.requested(request());
    Call call =
        new Call("/s/Config", HOST, java.util.Map.of(), "anna", uuid(1), Duration.ofSeconds(50));
    var answer = door.route().route(call).toCompletableFuture();
    assertThat(answer).isNotDone();
    world.clock.advance(Duration.ofSeconds(50));
    assertThat(refused(answer).reason()).isEqualTo(CallRefused.Reason.UNAVAILABLE);
  }

  private void wake() {
    world.waking =
        new WakePolicies() {
          @Override
          public Optional<io.switchyard.domain.cluster.ClusterRequest> request(
              Team team,
              Environment environment,
              io.switchyard.domain.placement.Region region,
              String user,
              String key) {
            return environment == Environment.DEV
                ? Optional.of(
                    io.switchyard.ports.cluster.ClusterExamples.request(
                        team, environment, ClusterSize.SMALL, null, key))
                : Optional.empty();
          }

          @Override
          public java.util.Set<Team> teams() {
            return java.util.Set.of(TEAM);
          }
        };
  }

  @Test
  void where_a_policy_says_so_a_call_makes_the_team_s_default_cluster() {
    wake();
    var answers =
        List.of(
            door.route().route(executing(HOST, 1)).toCompletableFuture(),
            world.process().route().route(executing(HOST, 2)).toCompletableFuture(),
            door.route().route(executing(HOST, 1)).toCompletableFuture());
    assertThat(world.clusters.count(io.switchyard.ports.cluster.ClusterFilter.ALL)).isEqualTo(1);
    world.pass();
    world.pass();
    assertThat(answers).extracting(answer -> passed(answer).cluster()).doesNotContainNull();
    assertThat(refusal(executing("feateng.spark.test", 3)).reason())
        .isEqualTo(CallRefused.Reason.NOT_FOUND);
    assertThat(refusal(call("Config", HOST, "boris", 4)).reason())
        .isEqualTo(CallRefused.Reason.NOT_FOUND);
  }

  @Test
  void a_clone_lives_on_its_parent_s_server() {
    Cluster cluster = world.running(request());
    Route parent = route(executing(HOST, 1));
    door.cloned().cloned(parent, uuid(2)).toCompletableFuture().join();
    world.running(request("second", null));
    Route clone = route(executing("second.feateng-dev-eu-west-1.spark.test", 2));
    assertThat(clone.cluster()).isEqualTo(cluster.id());
    assertThat(clone.on()).isEqualTo(parent.on());
  }

  @Test
  void a_clone_beyond_the_limit_is_released() {
    world.running(request());
    world.policy = new SessionPolicy(1, null, Duration.ofMinutes(30), Duration.ofHours(4));
    Route parent = route(executing(HOST, 1));
    assertThat(door.cloned().cloned(parent, uuid(2)).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5));
    assertThat(world.told).containsExactly("release " + uuid(2));
  }
}
