package io.switchyard.ports.session;

import static io.switchyard.ports.cluster.ClusterExamples.TEAM;
import static io.switchyard.ports.session.SessionExamples.CLUSTER;
import static io.switchyard.ports.session.SessionExamples.SERVER;
import static io.switchyard.ports.session.SessionExamples.START;
import static io.switchyard.ports.session.SessionExamples.id;
import static io.switchyard.ports.session.SessionExamples.key;
import static io.switchyard.ports.session.SessionExamples.session;
import static io.switchyard.ports.session.SessionExamples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.ServerId.OfCluster;
import io.switchyard.domain.session.ServerId.OfJob;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionEnd.Reason;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.Pinning.OverLimit;
import io.switchyard.ports.session.Pinning.Pinned;
import io.switchyard.ports.session.SessionFilter.Position;
import io.switchyard.ports.session.SessionWork.Activity;
import io.switchyard.ports.session.SessionWork.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of sessions does. */
public abstract class SessionsContract {

  private static final Team ML = new Team("ml");
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Instant DUE = START.plusSeconds(1000);
  private static final SessionEnd CLOSED =
      new SessionEnd(Reason.CLOSED, "anna", START.plusSeconds(500));

  protected abstract Sessions sessions();

  protected abstract SessionWork work();

  private Session open(Session session) {
    return ((Pinned) sessions().pin(session, DUE, null)).session();
  }

  @Test
  void a_session_is_as_it_was_opened() {
    Session session = session(1);
    assertThat(sessions().pin(session, DUE, null)).isEqualTo(new Pinned(session, true));
    assertThat(sessions().find(session.id())).contains(session);
    assertThat(sessions().of("anna", uuid(1))).containsExactly(session);
    assertThat(sessions().find(id(2))).isEmpty();
    assertThat(sessions().of("boris", uuid(1))).isEmpty();
  }

  @Test
  void a_key_has_one_session_and_keeps_its_server() {
    Session first = open(session(1));
    Session second =
        Session.opened(
            id(2),
            first.key(),
            new ServerId.OfCluster(new ClusterId("sc-feateng-dev-eu-west-1-bbbbbb"), 3),
            "x",
            START);
    assertThat(sessions().pin(second, DUE, null)).isEqualTo(new Pinned(first, false));
    Session over = sessions().end(first.id(), CLOSED, null).orElseThrow();
    assertThat(sessions().pin(second, DUE, null)).isEqualTo(new Pinned(over, false));
  }

  @Test
  void two_teams_and_two_users_may_use_the_same_id() {
    Session annas = open(session(1, key(TEAM, "anna", 7)));
    Session annasOther = open(session(2, key(ML, "anna", 7)));
    Session boris = open(session(3, key(TEAM, "boris", 7)));
    assertThat(sessions().of("anna", uuid(7))).containsExactlyInAnyOrder(annas, annasOther);
    assertThat(sessions().of("boris", uuid(7))).containsExactly(boris);
  }

  @Test
  void of_many_that_open_one_key_at_once_all_get_the_same_session() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 5; round++) {
        List<Callable<Pinning>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Session mine = session(round * 10 + i, key(TEAM, "anna", round));
          calls.add(() -> sessions().pin(mine, DUE, null));
        }
        List<Pinned> answers = new ArrayList<>();
        for (Future<Pinning> answer : threads.invokeAll(calls)) {
          answers.add((Pinned) answer.get());
        }
        assertThat(answers).extracting(Pinned::session).containsOnly(answers.get(0).session());
        assertThat(answers).filteredOn(Pinned::opened).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_limit_holds_for_open_sessions_of_the_team_only() {
    open(session(1, key(ML, "anna", 1)));
    Session first = open(session(2));
    assertThat(sessions().pin(session(3), DUE, 2)).isInstanceOf(Pinned.class);
    assertThat(sessions().pin(session(4), DUE, 2)).isEqualTo(new OverLimit(2, 2));
    assertThat(sessions().pin(session(2), DUE, 2)).isEqualTo(new Pinned(first, false));
    sessions().end(first.id(), CLOSED, null);
    assertThat(sessions().pin(session(4), DUE, 2)).isInstanceOf(Pinned.class);
  }

  @Test
  void a_limit_holds_for_many_that_open_sessions_at_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Pinning>> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Session mine = session(i);
        calls.add(() -> sessions().pin(mine, DUE, 5));
      }
      List<Pinning> answers = new ArrayList<>();
      for (Future<Pinning> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      assertThat(answers).filteredOn(Pinned.class::isInstance).hasSize(5);
      assertThat(answers).filteredOn(new OverLimit(5, 5)::equals).hasSize(7);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void open_sessions_are_counted_by_team() {
    assertThat(sessions().open()).isEmpty();
    Session one = open(session(1));
    open(session(2));
    open(session(3, key(ML, "anna", 1)));
    sessions().end(one.id(), CLOSED, null);
    assertThat(sessions().open())
        .containsExactlyInAnyOrder(
            new Sessions.OpenOn(TEAM, SERVER, 1), new Sessions.OpenOn(ML, SERVER, 1));
  }

  @Test
  void an_end_is_for_ever() {
    Session session = open(session(1));
    SessionEnd later = new SessionEnd(Reason.IDLE, "switchyard", START.plusSeconds(900));
    assertThat(sessions().end(session.id(), CLOSED, null)).contains(session.over(CLOSED));
    assertThat(sessions().end(session.id(), later, null)).contains(session.over(CLOSED));
    assertThat(sessions().find(session.id())).contains(session.over(CLOSED));
    assertThat(sessions().end(id(99), CLOSED, null)).isEmpty();
  }

  @Test
  void lists_are_newest_first_in_pages_and_filtered() {
    Session one = open(session(1));
    Session two = open(session(2, key(ML, "boris", 2)));
    Session three = open(session(3));
    Session over = sessions().end(one.id(), CLOSED, null).orElseThrow();
    assertThat(sessions().list(SessionFilter.ALL, 10)).containsExactly(three, two, over);
    Position after = new Position(three.createdAt(), three.id());
    assertThat(sessions().list(new SessionFilter(null, null, null, null, null, null, after), 1))
        .containsExactly(two);
    assertThat(listed(new SessionFilter(Set.of(ML), null, null, null, null, null, null)))
        .containsExactly(two);
    assertThat(listed(new SessionFilter(Set.of(), null, null, null, null, null, null))).isEmpty();
    assertThat(listed(new SessionFilter(null, "anna", null, null, null, true, null)))
        .containsExactly(three);
    assertThat(listed(new SessionFilter(null, null, null, null, null, false, null)))
        .containsExactly(over);
    assertThat(listed(new SessionFilter(null, null, CLUSTER, null, uuid(2), null, null)))
        .containsExactly(two);
  }

  private List<Session> listed(SessionFilter filter) {
    List<Session> found = sessions().list(filter, 10);
    assertThat(sessions().count(filter)).isEqualTo(found.size());
    return found;
  }

  @Test
  void what_was_done_adds_up_and_time_never_goes_back() {
    Session session = open(session(1));
    Instant late = START.plusSeconds(60);
    work().record(List.of(new Activity(session.key(), 10, 100, 1, late)));
    work().record(List.of(new Activity(session.key(), 5, 50, 1, START.plusSeconds(30))));
    work().record(List.of(new Activity(key(TEAM, "nobody", 1), 1, 1, 1, late)));
    work().record(List.of());
    Session now = sessions().find(session.id()).orElseThrow();
    assertThat(now).isEqualTo(session.used(15, 150, 2, late));
  }

  @Test
  void a_session_is_claimed_when_due_by_one_at_a_time() {
    Session session = open(session(1));
    assertThat(work().claimDue(DUE.minusSeconds(1), LEASE, 10)).isEmpty();
    Claim claim = work().claimDue(DUE, LEASE, 10).get(0);
    assertThat(claim.session()).isEqualTo(session);
    assertThat(work().claimDue(DUE, LEASE, 10)).isEmpty();
    Claim second = work().claimDue(DUE.plus(LEASE), LEASE, 10).get(0);
    work().postpone(claim, DUE.plusSeconds(1));
    assertThat(work().claimDue(DUE.plusSeconds(90), LEASE, 10)).isEmpty();
    work().postpone(second, DUE.plusSeconds(200));
    assertThat(work().claimDue(DUE.plusSeconds(199), LEASE, 10)).isEmpty();
    Claim third = work().claimDue(DUE.plusSeconds(200), LEASE, 10).get(0);
    work().postpone(third, null);
    assertThat(work().claimDue(DUE.plusSeconds(10_000), LEASE, 10)).isEmpty();
  }

  @Test
  void claims_are_limited_and_the_longest_due_come_first() {
    Session late = session(1);
    Session early = session(2);
    sessions().pin(late, DUE, null);
    sessions().pin(early, DUE.minusSeconds(5), null);
    assertThat(work().claimDue(DUE, LEASE, 1)).extracting(Claim::session).containsExactly(early);
    assertThat(work().claimDue(DUE, LEASE, 1)).extracting(Claim::session).containsExactly(late);
  }

  @Test
  void an_unused_session_is_ended_by_whoever_claimed_it_last() {
    Session session = open(session(1));
    SessionEnd idle = new SessionEnd(Reason.IDLE, SessionEnd.PLATFORM, DUE);
    Claim first = work().claimDue(DUE, LEASE, 10).get(0);
    Claim second = work().claimDue(DUE.plus(LEASE), LEASE, 10).get(0);
    assertThat(work().endUnused(first, idle, DUE)).isFalse();
    assertThat(work().endUnused(second, idle, DUE)).isTrue();
    assertThat(work().endUnused(second, idle, DUE)).isFalse();
    assertThat(sessions().find(session.id())).contains(session.over(idle));
    assertThat(work().claimDue(DUE, LEASE, 10)).hasSize(1);
  }

  @Test
  void a_session_that_was_used_since_its_claim_is_not_ended_as_unused() {
    Session session = open(session(1));
    Claim claim = work().claimDue(DUE, LEASE, 10).get(0);
    work().record(List.of(new Activity(session.key(), 1, 1, 1, DUE)));
    SessionEnd idle = new SessionEnd(Reason.IDLE, SessionEnd.PLATFORM, DUE);
    assertThat(work().endUnused(claim, idle, DUE)).isFalse();
    assertThat(sessions().find(session.id())).contains(session.used(1, 1, 1, DUE));
    work().postpone(claim, DUE);
    assertThat(work().claimDue(DUE, LEASE, 10)).hasSize(1);
  }

  @Test
  void an_end_makes_a_session_due_whoever_holds_it() {
    Session session = open(session(1));
    Claim held = work().claimDue(DUE, LEASE, 10).get(0);
    sessions().end(session.id(), CLOSED, DUE);
    work().postpone(held, null);
    assertThat(work().claimDue(DUE, LEASE, 10))
        .extracting(Claim::session)
        .containsExactly(session.over(CLOSED));
  }

  @Test
  void an_end_without_a_due_time_leaves_nothing_to_do() {
    sessions().end(open(session(1)).id(), CLOSED, null);
    assertThat(work().claimDue(DUE.plusSeconds(10_000), LEASE, 10)).isEmpty();
  }

  @Test
  void the_open_sessions_of_a_server_end_with_it() {
    Session one = open(session(1));
    Session two = open(session(2));
    Session other =
        open(Session.opened(id(3), key(TEAM, "anna", 3), new OfCluster(CLUSTER, 2), "", START));
    sessions().end(two.id(), CLOSED, null);
    assertThat(work().servers())
        .containsExactlyInAnyOrder(new OfCluster(CLUSTER, 1), new OfCluster(CLUSTER, 2));
    SessionEnd gone = new SessionEnd(Reason.SERVER_GONE, SessionEnd.PLATFORM, DUE);
    assertThat(work().endOn(new OfCluster(CLUSTER, 1), gone)).containsExactly(one.over(gone));
    assertThat(work().endOn(new OfCluster(CLUSTER, 1), gone)).isEmpty();
    assertThat(sessions().find(two.id())).contains(two.over(CLOSED));
    assertThat(sessions().find(other.id())).contains(other);
    assertThat(work().servers()).containsExactly(new OfCluster(CLUSTER, 2));
  }

  @Test
  void sessions_on_drivers_of_jobs_are_kept_found_and_ended_as_those_on_clusters() {
    JobId job = new JobId("job-00000000000000000000000001");
    var first = new OfJob(job, new ExecutionId("exec-00000000000000000000000001"));
    var second = new OfJob(job, new ExecutionId("exec-00000000000000000000000002"));
    Session one = open(Session.opened(id(1), key(TEAM, "anna", 1), first, "", START));
    Session two = open(Session.opened(id(2), key(TEAM, "anna", 2), second, "", START));
    Session three = open(session(3));
    assertThat(sessions().find(one.id())).contains(one);
    assertThat(listed(new SessionFilter(null, null, null, job, null, null, null)))
        .containsExactlyInAnyOrder(one, two);
    assertThat(listed(new SessionFilter(null, null, CLUSTER, null, null, null, null)))
        .containsExactly(three);
    assertThat(work().servers()).containsExactlyInAnyOrder(first, second, SERVER);
    SessionEnd gone = new SessionEnd(Reason.SERVER_GONE, SessionEnd.PLATFORM, DUE);
    assertThat(work().endOn(first, gone)).containsExactly(one.over(gone));
    assertThat(work().servers()).containsExactlyInAnyOrder(second, SERVER);
  }

  @Test
  void ends_are_told_from_a_moment_on() {
    Session one = open(session(1));
    Session two = open(session(2));
    open(session(3));
    sessions().end(one.id(), CLOSED, null);
    Instant later = CLOSED.at().plusSeconds(1);
    sessions().end(two.id(), new SessionEnd(Reason.IDLE, SessionEnd.PLATFORM, later), null);
    assertThat(work().endedSince(CLOSED.at())).containsExactlyInAnyOrder(one.key(), two.key());
    assertThat(work().endedSince(later)).containsExactly(two.key());
  }

  @Test
  void what_was_over_long_ago_is_forgotten_and_its_key_is_free() {
    Session one = open(session(1));
    Session two = open(session(2));
    sessions().end(one.id(), CLOSED, null);
    assertThat(work().forget(CLOSED.at(), 10)).isZero();
    assertThat(work().forget(CLOSED.at().plusSeconds(1), 10)).isEqualTo(1);
    assertThat(sessions().find(one.id())).isEmpty();
    assertThat(sessions().find(two.id())).isPresent();
    Session again = session(4, one.key());
    assertThat(sessions().pin(again, DUE, null)).isEqualTo(new Pinned(again, true));
  }

  @Test
  void words_in_any_script_are_kept() {
    var key = new io.switchyard.domain.session.SessionKey(TEAM, "änne@例.com", uuid(1));
    Session session = Session.opened(id(1), key, SERVER, "grpc-pythön\0", START);
    Session kept = ((Pinned) sessions().pin(session, DUE, null)).session();
    assertThat(sessions().of("änne@例.com", uuid(1))).containsExactly(kept);
  }
}
