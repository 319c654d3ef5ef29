package io.switchyard.ports.session;

import static io.switchyard.ports.cluster.ClusterExamples.TEAM;
import static io.switchyard.ports.cluster.ClusterExamples.request;
import static io.switchyard.ports.session.SessionExamples.uuid;
import static io.switchyard.ports.session.SessionWorld.call;
import static io.switchyard.ports.session.SessionWorld.passed;
import static io.switchyard.ports.session.SessionWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions on the drivers of jobs. */
final class DriverSessionsTest {

  private static final String GATEWAY = "gateway.example.com:15002";
  private static final String HEADER = "x-switchyard-job";

  private final SessionWorld world = new SessionWorld();
  private final SessionDoor door = world.process();
  private final TendSessions tend = world.tending();

  private static Call calling(String user, int session, Job job) {
    return call("ExecutePlan", GATEWAY, user, session, HEADER, job.id().value());
  }

  private Route route(Call call) {
    return passed(door.route().route(call));
  }

  private CallRefused refusal(Call call) {
    return refused(door.route().route(call));
  }

  private Session session(int number) {
    return world.sessions.of("anna", uuid(number)).get(0);
  }

  @Test
  void a_call_that_names_a_job_goes_to_its_driver_with_the_driver_s_token() {
    Job job = world.serving();
    Route route = route(calling("anna", 1, job));
    assertThat(route.on()).isEqualTo(new ServerId.OfJob(job.id(), job.current().id()));
    assertThat(route.server()).isEqualTo(new ServerAddress("127.0.0.1", 4711));
    assertThat(route.token().value()).isEqualTo(job.current().connect().token());
    assertThat(route.session().user()).isEqualTo("anna");
    assertThat(session(1).key().team()).isEqualTo(TEAM);
    assertThat(session(1).on()).isEqualTo(route.on());
    assertThat(world.heard).containsExactly("opened " + uuid(1));
  }

  @Test
  void a_job_is_meant_whatever_the_host_and_whatever_clusters_there_are() {
    world.running(request());
    Job job = world.serving();
    for (String authority : List.of("feateng-dev.spark.test", "localhost:15002", "127.0.0.1")) {
      Call call = call("Config", authority, "anna", 1, HEADER, job.id().value());
      assertThat(route(call).job()).isEqualTo(job.id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNAUTHENTICATED",
    "boris, NOT_FOUND",
    "vera, PERMISSION_DENIED",
  })
  void only_members_of_the_job_s_team_may(String user, CallRefused.Reason reason) {
    Job job = world.serving();
    assertThat(refusal(calling(user, 1, job)).reason()).isEqualTo(reason);
    assertThat(world.sessions.list(SessionFilter.ALL, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job-00000000000000000000000099", "job-1", "mine"})
  void a_job_that_is_not_there_is_named(String id) {
    CallRefused refusal = refusal(call("Config", GATEWAY, "anna", 1, HEADER, id));
    assertThat(refusal.reason())
        .isIn(CallRefused.Reason.NOT_FOUND, CallRefused.Reason.INVALID_ARGUMENT);
    assertThat(refusal.getMessage()).contains(id);
  }

  @Test
  void a_call_names_a_job_or_a_cluster_and_not_both() {
    Job job = world.serving();
    Cluster cluster = world.running(request());
    CallRefused refusal =
        refusal(
            call(
                "Config",
                GATEWAY,
                "anna",
                1,
                HEADER,
                job.id().value(),
                "x-switchyard-cluster",
                cluster.id().value()));
    assertThat(refusal.reason()).isEqualTo(CallRefused.Reason.INVALID_ARGUMENT);
    assertThat(refusal.getMessage()).contains("not both");
  }

  @Test
  void a_job_without_spark_connect_says_what_to_do() {
    Job job = world.submitted(false);
    world.enter(job, Phase.RUNNING);
    assertThat(world.drivers.servesConnect(job.current().id())).isFalse();
    CallRefused refusal = refusal(calling("anna", 1, job));
    assertThat(refusal.reason()).isEqualTo(CallRefused.Reason.FAILED_PRECONDITION);
    assertThat(refusal.getMessage()).contains(job.id().value(), "\"connect\": true");
  }

  @Test
  void until_the_driver_serves_the_client_is_told_the_job_s_status_and_to_try_again() {
    Job job = world.submitted(true);
    List<String> said = new ArrayList<>();
    for (Runnable step :
        List.<Runnable>of(() -> {}, world::passJobs, () -> world.enter(job, Phase.RUNNING))) {
      step.run();
      CallRefused refusal = refusal(calling("anna", 1, job));
      assertThat(refusal.reason()).isEqualTo(CallRefused.Reason.UNAVAILABLE);
      assertThat(refusal.retryAfter()).isNotNull();
      said.add(refusal.getMessage());
    }
    assertThat(said.get(0)).contains("PENDING");
    assertThat(said.get(1)).contains("SUBMITTED");
    assertThat(said.get(2)).contains("RUNNING");
  }

  @Test
  void a_job_that_is_over_says_how_it_ended() {
    Job job = world.serving();
    world.enter(job, Phase.FAILED);
    CallRefused refusal = refusal(calling("anna", 1, job));
    assertThat(refusal.reason()).isEqualTo(CallRefused.Reason.FAILED_PRECONDITION);
    assertThat(refusal.getMessage()).contains("FAILED");
    assertThat(world.now(job).current().connect()).isNull();
  }

  @Test
  void a_session_ends_with_its_driver_as_spark_ends_sessions() {
    Job job = world.serving();
    route(calling("anna", 1, job));
    world.enter(job, Phase.SUCCEEDED);
    // What is known of a driver is not used for longer without another look.
    world.clock.advance(Duration.ofSeconds(5));
    CallRefused refusal = refusal(calling("anna", 1, job));
    assertThat(refusal.reason()).isEqualTo(CallRefused.Reason.SESSION_CLOSED);
    assertThat(session(1).end().reason()).isEqualTo(SessionEnd.Reason.SERVER_GONE);
    assertThat(world.now(job).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void a_session_that_nobody_calls_ends_with_its_driver_too() {
    Job job = world.serving();
    route(calling("anna", 1, job));
    tend.tend();
    assertThat(session(1).ended()).isFalse();
    world.enter(job, Phase.KILLED);
    tend.tend();
    assertThat(session(1).end().reason()).isEqualTo(SessionEnd.Reason.SERVER_GONE);
  }

  @Test
  void an_idle_session_ends_unless_something_runs_in_it() {
    Job job = world.serving();
    door.ended()
        .ended(
            calling("anna", 1, job),
            route(calling("anna", 1, job)),
            new CallEnd(1, 1, 0, false, ""));
    world.drivers.run(job.current().id(), "anna", uuid(1), true);
    world.clock.advance(Duration.ofMinutes(31));
    tend.tend();
    assertThat(session(1).ended()).isFalse();
    world.drivers.run(job.current().id(), "anna", uuid(1), false);
    world.clock.advance(Duration.ofMinutes(2));
    tend.tend();
    assertThat(session(1).end().reason()).isEqualTo(SessionEnd.Reason.IDLE);
    world.clock.advance(Duration.ofSeconds(61));
    tend.tend();
    assertThat(world.told).containsExactly("release " + uuid(1));
  }

  @Test
  void a_session_stays_where_it_is_whatever_a_later_call_names() {
    Cluster cluster = world.running(request());
    Job job = world.serving();
    Route there = route(calling("anna", 1, job));
    Call elsewhere =
        call("Config", GATEWAY, "anna", 1, "x-switchyard-cluster", cluster.id().value());
    assertThat(route(elsewhere).on()).isEqualTo(there.on());
  }

  @Test
  void a_clone_lives_on_the_same_driver() {
    Job job = world.serving();
    Route parent = route(calling("anna", 1, job));
    door.cloned().cloned(parent, uuid(2)).toCompletableFuture().join();
    assertThat(session(2).on()).isEqualTo(parent.on());
  }

  @Test
  void another_process_takes_the_session_to_the_same_driver() {
    Job job = world.serving();
    Route here = route(calling("anna", 1, job));
    assertThat(passed(world.process().route().route(calling("anna", 1, job)))).isEqualTo(here);
  }

  @Test
  void an_outage_of_the_store_moves_no_session() {
    Job job = world.serving();
    Route before = route(calling("anna", 1, job));
    world.storeAway = true;
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(route(calling("anna", 1, job))).isEqualTo(before);
    assertThat(refusal(calling("anna", 2, job)).reason()).isEqualTo(CallRefused.Reason.UNAVAILABLE);
  }
}
