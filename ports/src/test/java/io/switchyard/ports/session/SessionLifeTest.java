package io.switchyard.ports.session;

import static io.switchyard.ports.cluster.ClusterExamples.ANNA;
import static io.switchyard.ports.cluster.ClusterExamples.BORIS;
import static io.switchyard.ports.cluster.ClusterExamples.VERA;
import static io.switchyard.ports.cluster.ClusterExamples.request;
import static io.switchyard.ports.session.SessionExamples.uuid;
import static io.switchyard.ports.session.SessionWorld.call;
import static io.switchyard.ports.session.SessionWorld.passed;
import static io.switchyard.ports.session.SessionWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd.Reason;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of sessions between their calls. */
final class SessionLifeTest {

  private static final String HOST = "feateng-dev.spark.test";
  private static final CallEnd WELL = new CallEnd(10, 1000, 0, false, "");

  private final SessionWorld world = new SessionWorld();
  private final Cluster cluster = world.running(request());
  private final SessionDoor door = world.process();
  private final TendSessions tend = world.tending();
  private final CloseSession close = new CloseSession(world.sessions, world.observer, world.clock);

  private static Call calling(String method) {
    return call(method, HOST, "anna", 1);
  }

  private Route begun(String method) {
    return passed(door.route().route(calling(method)));
  }

  private void done(String method, CallEnd end) {
    door.ended().ended(calling(method), begun(method), end);
  }

  private Session session() {
    return world.sessions.of("anna", uuid(1)).get(0);
  }

  private Reason reason() {
    return session().end() == null ? null : session().end().reason();
  }

  private void later(Duration by) {
    world.clock.advance(by);
    door.keep().keep();
    tend.tend();
  }

  @Test
  void what_calls_did_is_written_down_in_batches() {
    done("ExecutePlan", WELL);
    done("AnalyzePlan", WELL);
    assertThat(session().bytesDown()).isZero();
    var ended = world.clock.instant();
    world.clock.advance(Duration.ofSeconds(5));
    door.keep().keep();
    assertThat(session().bytesUp()).isEqualTo(20);
    assertThat(session().bytesDown()).isEqualTo(2000);
    assertThat(session().operations()).isEqualTo(1);
    assertThat(session().lastActivityAt()).isEqualTo(ended);
  }

  @Test
  void an_outage_loses_nothing_of_it() {
    done("ExecutePlan", WELL);
    world.storeAway = true;
    world.clock.advance(Duration.ofSeconds(5));
    assertThatThrownBy(() -> door.keep().keep()).isInstanceOf(TargetFailure.class);
    done("ExecutePlan", WELL);
    world.storeAway = false;
    door.keep().keep();
    assertThat(session().operations()).isEqualTo(2);
  }

  @Test
  void an_idle_session_ends_and_its_server_is_told() {
    done("ExecutePlan", WELL);
    later(Duration.ofMinutes(29));
    assertThat(reason()).isNull();
    later(Duration.ofMinutes(1));
    assertThat(reason()).isEqualTo(Reason.IDLE);
    later(Duration.ofSeconds(1));
    later(Duration.ofSeconds(60));
    assertThat(world.told).containsExactly("release " + uuid(1));
    assertThat(refused(door.route().route(calling("ExecutePlan"))).reason())
        .isEqualTo(CallRefused.Reason.SESSION_CLOSED);
  }

  @Test
  void a_call_under_way_keeps_a_session() {
    Route route = begun("ExecutePlan");
    for (int i = 0; i < 60; i++) {
      later(Duration.ofMinutes(1));
    }
    assertThat(reason()).isNull();
    door.ended().ended(calling("ExecutePlan"), route, WELL);
    later(Duration.ofSeconds(5));
    later(Duration.ofMinutes(30));
    assertThat(reason()).isEqualTo(Reason.IDLE);
  }

  @Test
  void a_running_operation_keeps_a_session_without_any_call() {
    done("ExecutePlan", WELL);
    world.backend.use(world.now(cluster), new Usage(1, 1, world.clock.instant()));
    world.pass();
    later(Duration.ofMinutes(40));
    assertThat(reason()).isNull();
    world.backend.use(world.now(cluster), new Usage(1, 0, world.clock.instant()));
    world.pass();
    later(Duration.ofMinutes(2));
    assertThat(reason()).isEqualTo(Reason.IDLE);
  }

  @Test
  void a_session_that_is_too_old_ends_when_nobody_uses_it_right_now() {
    world.policy = new SessionPolicy(null, null, Duration.ofHours(9), Duration.ofHours(4));
    Route route = begun("ExecutePlan");
    later(Duration.ofHours(5));
    assertThat(reason()).isNull();
    door.ended().ended(calling("ExecutePlan"), route, WELL);
    later(Duration.ofSeconds(10));
    later(Duration.ofMinutes(2));
    assertThat(reason()).isEqualTo(Reason.TOO_OLD);
  }

  @Test
  void the_sessions_of_a_server_that_is_gone_end_by_themselves() {
    done("ExecutePlan", WELL);
    world.restart(cluster);
    tend.tend();
    assertThat(reason()).isEqualTo(Reason.SERVER_GONE);
    assertThat(world.heard).contains("ended " + uuid(1) + " SERVER_GONE");
    assertThat(world.told).isEmpty();
  }

  @Test
  void a_server_that_does_not_answer_is_told_again_for_a_while() {
    done("ExecutePlan", WELL);
    world.serverAway = true;
    close.close(session().id(), ANNA);
    later(Duration.ofSeconds(1));
    world.serverAway = false;
    later(Duration.ofSeconds(1));
    assertThat(world.told).isEmpty();
    later(Duration.ofSeconds(10));
    assertThat(world.told).containsExactly("release " + uuid(1));
  }

  @Test
  void a_session_that_is_closed_is_closed_at_every_process_within_its_next_pass() {
    done("ExecutePlan", WELL);
    assertThat(close.close(session().id(), BORIS))
        .isInstanceOf(CloseSession.Closing.NotFound.class);
    assertThat(close.close(session().id(), VERA))
        .isInstanceOf(CloseSession.Closing.NotAllowed.class);
    var closed = close.close(session().id(), ANNA);
    assertThat(closed).isEqualTo(new CloseSession.Closing.Closed(session(), false));
    assertThat(close.close(session().id(), ANNA))
        .isEqualTo(new CloseSession.Closing.Closed(session(), true));
    later(Duration.ofSeconds(1));
    assertThat(refused(door.route().route(calling("ExecutePlan"))).reason())
        .isEqualTo(CallRefused.Reason.SESSION_CLOSED);
    assertThat(world.told).containsExactly("release " + uuid(1));
  }

  @Test
  void a_client_that_releases_its_session_has_ended_it() {
    done("ReleaseSession", WELL);
    assertThat(reason()).isEqualTo(Reason.RELEASED);
    later(Duration.ofSeconds(1));
    assertThat(world.told).isEmpty();
  }

  private static CallEnd gone(String operation) {
    return new CallEnd(1, 1, 1, true, operation);
  }

  @Test
  void the_operation_of_a_client_that_is_gone_is_interrupted() {
    done("ExecutePlan", gone("op-1"));
    later(Duration.ofSeconds(59));
    assertThat(world.told).isEmpty();
    later(Duration.ofSeconds(1));
    assertThat(world.told).containsExactly("interrupt " + uuid(1) + " op-1");
    assertThat(world.heard).contains("interrupted op-1");
  }

  @Test
  void a_client_that_reattaches_goes_on() {
    done("ExecutePlan", gone("op-1"));
    later(Duration.ofSeconds(30));
    begun("ReattachExecute");
    later(Duration.ofSeconds(120));
    assertThat(world.told).isEmpty();
  }

  @Test
  void a_client_that_reattaches_through_another_process_goes_on() {
    done("ExecutePlan", gone("op-1"));
    SessionDoor other = world.process();
    world.clock.advance(Duration.ofSeconds(10));
    passed(other.route().route(calling("ReattachExecute")));
    world.clock.advance(Duration.ofSeconds(10));
    other.keep().keep();
    later(Duration.ofSeconds(120));
    assertThat(world.told).isEmpty();
  }

  @Test
  void an_operation_without_an_id_is_interrupted_with_the_whole_session_if_nobody_is_there() {
    done("ExecutePlan", gone(""));
    later(Duration.ofSeconds(60));
    assertThat(world.told).containsExactly("interrupt " + uuid(1));
  }

  @Test
  void a_session_in_which_somebody_is_there_is_not_interrupted_as_a_whole() {
    done("ExecutePlan", gone(""));
    done("AnalyzePlan", WELL);
    done("ExecutePlan", gone("op-2"));
    begun("AnalyzePlan");
    later(Duration.ofSeconds(60));
    assertThat(world.told).containsExactly("interrupt " + uuid(1) + " op-2");
  }
}
