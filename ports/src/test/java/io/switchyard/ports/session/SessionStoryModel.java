package io.switchyard.ports.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionEnd.Reason;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Caller;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What may be true of sessions, given what befell them. It knows nothing of how routes are found:
 * only what calls got, what servers were told, and what is promised.
 */
final class SessionStoryModel {

  /** Sessions that were over before something began. */
  record Known(Set<SessionId> ended) {}

  private final SessionWorld world;
  private final Map<ServerId, ServerToken> tokens = new HashMap<>();
  private final Map<SessionId, Session> first = new HashMap<>();
  private final Map<SessionId, SessionEnd> ends = new HashMap<>();
  private final Map<StoryProcess, Set<SessionId>> known = new HashMap<>();
  private final Map<StoryProcess, Integer> calling = new HashMap<>();

  /** Over while servers could not be told, which is tried for some minutes only. */
  private final Set<SessionId> untold = new HashSet<>();

  SessionStoryModel(SessionWorld world) {
    this.world = world;
  }

  private List<Session> sessions() {
    return world.sessions.list(SessionFilter.ALL, 1_000);
  }

  private Optional<Session> of(Route route) {
    return sessions().stream().filter(session -> session.key().equals(route.session())).findFirst();
  }

  /** What token the cluster's server has now. */
  void serverSeen(Cluster cluster) {
    tokens.put(
        new ServerId.OfCluster(cluster.id(), cluster.server().number()), cluster.server().token());
  }

  // What calls got.

  void calling(StoryProcess process) {
    calling.merge(process, 1, Integer::sum);
  }

  void called(StoryProcess process) {
    calling.merge(process, -1, Integer::sum);
  }

  void passed(StoryProcess process, Call call, String user, Route route) {
    Caller caller = SessionWorld.caller(user);
    assertThat(route.session().user()).as("whose session").isEqualTo(user);
    assertThat(route.session().sessionId()).isEqualTo(call.sessionId());
    assertThat(caller.mayChange(route.session().team())).as("%s is of the team", user).isTrue();
    Cluster cluster = world.clusters.find(Objects.requireNonNull(route.cluster())).orElseThrow();
    assertThat(cluster.request().team()).isEqualTo(route.session().team());
    Session session = of(route).orElseThrow(() -> new AssertionError("not durable: " + route));
    assertThat(route.on()).as("the pinned server").isEqualTo(session.on());
    assertThat(route.token())
        .as("of the pinned server %s", session.on())
        .isEqualTo(tokens.get(session.on()));
    if (session.ended()) {
      assertThat(known.getOrDefault(process, Set.of()))
          .as("a process that passes a call of %s on", session)
          .doesNotContain(session.id());
    }
  }

  void refused(Call call, String user, CallRefused why) {
    if (why.reason() == CallRefused.Reason.SESSION_CLOSED) {
      assertThat(world.sessions.of(user, call.sessionId()))
          .as("a session that is told to be closed")
          .anyMatch(Session::ended);
    } else if (why.reason() == CallRefused.Reason.UNAVAILABLE) {
      assertThat(why.getMessage()).doesNotContain("could not be routed");
    }
  }

  /** What is over, for {@link #kept}. */
  Known ended(StoryProcess process) {
    Set<SessionId> ended = new HashSet<>();
    // Who finds a route meanwhile may remember what it read before.
    if (calling.getOrDefault(process, 0) == 0) {
      sessions().stream().filter(Session::ended).forEach(session -> ended.add(session.id()));
    }
    return new Known(ended);
  }

  /** The process asked what is over, and knows at least that. */
  void kept(StoryProcess process, Known before) {
    known.computeIfAbsent(process, p -> new HashSet<>()).addAll(before.ended());
  }

  // What ends.

  /**
   * Open sessions that nothing but the end of their server may end.
   *
   * @param used those with a call under way
   */
  List<Session> busy(List<SessionKey> used) {
    return sessions().stream()
        .filter(session -> !session.ended())
        .filter(
            session -> {
              Cluster cluster =
                  world.clusters.find(Objects.requireNonNull(session.cluster())).orElseThrow();
              return serves(cluster, session)
                  && (cluster.usage().operations() > 0 || used.contains(session.key()));
            })
        .toList();
  }

  void stillOpen(List<Session> busy) {
    for (Session session : busy) {
      assertThat(world.sessions.find(session.id()).map(Session::ended))
          .as("%s, in which something runs, is over", session)
          .contains(false);
    }
  }

  void closed(Session session, Caller by, CloseSession.Closing answer) {
    if (answer instanceof CloseSession.Closing.Closed) {
      assertThat(by.mayChange(session.key().team())).isTrue();
    } else if (answer instanceof CloseSession.Closing.NotAllowed) {
      assertThat(by.mayChange(session.key().team())).isFalse();
    }
  }

  /** What must hold at any time. */
  void check() {
    Map<Object, Long> open = new HashMap<>();
    for (Session session : sessions()) {
      Session before = first.computeIfAbsent(session.id(), id -> session);
      assertThat(session.on()).as("a pin never moves").isEqualTo(before.on());
      assertThat(session.key()).isEqualTo(before.key());
      SessionEnd end = session.end();
      if (end == null) {
        assertThat(ends).as("what has ended").doesNotContainKey(session.id());
        open.merge(session.key().team(), 1L, Long::sum);
      } else {
        SessionEnd known = ends.putIfAbsent(session.id(), end);
        assertThat(end).as("what has ended").isEqualTo(known == null ? end : known);
        if (known == null) {
          endIsTrue(session, end);
        }
        if (world.serverAway) {
          untold.add(session.id());
        }
      }
    }
    assertThat(open.values()).allMatch(count -> count <= SessionStory.LIMIT);
  }

  private static boolean serves(Cluster cluster, Session session) {
    return Servers.of(cluster).filter(server -> server.id().equals(session.on())).isPresent();
  }

  private void endIsTrue(Session session, SessionEnd end) {
    Cluster cluster = world.clusters.find(Objects.requireNonNull(session.cluster())).orElseThrow();
    if (end.reason() == Reason.SERVER_GONE) {
      assertThat(serves(cluster, session)).as("the server of %s is there", session).isFalse();
    } else if (end.reason() == Reason.IDLE) {
      assertThat(session.lastActivityAt().plus(SessionStory.POLICY.idleAfter()))
          .as("idle when %s ended", session)
          .isBeforeOrEqualTo(end.at());
    } else if (end.reason() == Reason.TOO_OLD) {
      assertThat(session.createdAt().plus(SessionStory.POLICY.maxAge()))
          .as("old when %s ended", session)
          .isBeforeOrEqualTo(end.at());
    }
  }

  /** What must hold when all has gone well and nobody has called for a while. */
  void checkRest() {
    for (Session session : sessions()) {
      SessionEnd end = Objects.requireNonNull(session.end(), "open: " + session);
      Cluster cluster =
          world.clusters.find(Objects.requireNonNull(session.cluster())).orElseThrow();
      boolean there = serves(cluster, session);
      Set<Reason> told = Set.of(Reason.CLOSED, Reason.IDLE, Reason.TOO_OLD);
      if (there && told.contains(end.reason()) && !untold.contains(session.id())) {
        assertThat(world.released).as("told of the end of %s", session).contains(session.key());
      }
    }
  }
}
