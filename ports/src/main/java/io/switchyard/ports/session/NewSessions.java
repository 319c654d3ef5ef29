package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.session.SessionPolicy;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.EstimateReady;
import io.switchyard.ports.session.CallRefused.Reason;
import io.switchyard.ports.session.Pins.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the session of a call that this process does not know: looks it up, or chooses its cluster
 * and pins it there. Blocks for the store.
 */
final class NewSessions {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int MAX_VERSION = 200;

  private final Doorway door;
  private final ClusterChoice choice;
  private final EstimateReady estimate;
  private final SessionIds ids;
  private final DriverChoice drivers;

  NewSessions(Doorway door, ClusterChoice choice, EstimateReady estimate, SessionIds ids) {
    this.door = door;
    this.choice = choice;
    this.estimate = estimate;
    this.ids = ids;
    this.drivers = new DriverChoice(door.known());
  }

  /** A session on a server that answers, or a cluster that is to be waited for. */
  record Step(@Nullable Session open, @Nullable Standing at, @Nullable Cluster coming) {

    SessionKey session() {
      return Objects.requireNonNull(open, "not open yet").key();
    }

    Standing server() {
      return Objects.requireNonNull(at, "no server yet");
    }
  }

  /**
   * One try.
   *
   * @param awaited the cluster that the last try wanted to wait for; null at the first one
   * @throws CallRefused if the session cannot be opened
   */
  Step open(Asked asked, Call call, Caller caller, @Nullable Cluster awaited) {
    if (awaited != null && stillComing(awaited)) {
      return new Step(null, null, awaited);
    }
    Naming naming = Naming.of(call);
    if (naming.job() != null) {
      return attached(asked, call, caller, naming.job());
    }
    Optional<Cluster> named = choice.named(naming);
    Optional<Session> there =
        there(caller.user(), call.sessionId(), named.map(cluster -> cluster.request().team()));
    if (there.isPresent()) {
      return known(asked, there.get());
    }
    Cluster chosen = choice.choose(naming, call, caller);
    if (Servers.coming(chosen)) {
      return new Step(null, null, chosen);
    }
    Standing server =
        Servers.of(chosen)
            .orElseThrow(
                () ->
                    new CallRefused(
                        Reason.UNAVAILABLE, "The cluster " + chosen.id() + " is ending"));
    return pin(asked, call, caller, server);
  }

  /** The session is of the job's team, and on whichever of its servers it was opened. */
  private Step attached(Asked asked, Call call, Caller caller, JobId id) {
    Job job = drivers.of(id, caller);
    Optional<Session> there =
        there(caller.user(), call.sessionId(), Optional.of(job.request().team()));
    return there.isPresent()
        ? known(asked, there.get())
        : pin(asked, call, caller, drivers.serving(job));
  }

  private boolean stillComing(Cluster awaited) {
    return door.known().clusters().now(awaited.id()).filter(Servers::coming).isPresent();
  }

  /** The session that the user means; of several teams' it is that of the named server's team. */
  private Optional<Session> there(String user, String sessionId, Optional<Team> named) {
    List<Session> all = door.sessions().of(user, sessionId);
    if (named.isPresent()) {
      Team team = named.get();
      return all.stream().filter(session -> session.key().team().equals(team)).findFirst();
    } else if (all.size() > 1) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT,
          "Several teams have a session "
              + sessionId
              + " of yours; name the cluster, or use an id of its own for each");
    }
    return all.stream().findFirst();
  }

  private Step known(Asked asked, Session session) {
    if (session.ended()) {
      throw closed(session);
    }
    Optional<Standing> server = door.known().reload(session.on());
    if (server.isEmpty()) {
      SessionEnd end = new SessionEnd(SessionEnd.Reason.SERVER_GONE, SessionEnd.PLATFORM, now());
      door.end(session, end, null);
      throw closed(session.over(end));
    }
    door.pins().put(asked, session);
    return new Step(session, server.get(), null);
  }

  private Step pin(Asked asked, Call call, Caller caller, Standing server) {
    SessionKey key = new SessionKey(server.team(), caller.user(), call.sessionId());
    Session fresh = Session.opened(ids.next(), key, server.id(), version(call), now());
    return known(asked, pin(fresh, server.environment()));
  }

  /** Opens the session and tells of it. */
  Session pin(Session fresh, @Nullable Environment environment) {
    Team team = fresh.key().team();
    SessionPolicy policy = door.policies().of(team);
    Pinning pinning = door.sessions().pin(fresh, fresh.dueAt(policy), policy.maxSessions());
    if (pinning instanceof Pinning.OverLimit over) {
      throw new CallRefused(
          Reason.RESOURCE_EXHAUSTED,
          "Team %s has %d open sessions, and max_sessions is %d; close one (GET and DELETE /api/v1/sessions)"
              .formatted(team, over.open(), over.limit()));
    }
    Pinning.Pinned pinned = (Pinning.Pinned) pinning;
    if (pinned.opened()) {
      door.observer().opened(pinned.session(), environment);
    }
    return pinned.session();
  }

  private static String version(Call call) {
    String agent = call.metadata().getOrDefault(Call.USER_AGENT, "");
    return agent.length() > MAX_VERSION ? agent.substring(0, MAX_VERSION) : agent;
  }

  /** Stores keep microseconds. */
  Instant now() {
    return door.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  SessionId nextId() {
    return ids.next();
  }

  /** How long until the cluster answers, by what others like it took. Blocks for the store. */
  Duration untilReady(Cluster coming) {
    Duration left =
        estimate.of(coming).minus(Duration.between(coming.createdAt(), door.clock().instant()));
    return left.compareTo(SOON) < 0 ? SOON : left;
  }

  static CallRefused notYet(Cluster coming, Duration ready) {
    return new CallRefused(
        Reason.UNAVAILABLE,
        "The cluster %s is starting and will answer in about %d s; try again then"
            .formatted(coming.id(), ready.toSeconds()),
        ready);
  }

  static CallRefused closed(Session session) {
    SessionEnd end = session.end();
    String why = end == null ? SessionEnd.Reason.SERVER_GONE.sentence() : end.reason().sentence();
    return new CallRefused(
        Reason.SESSION_CLOSED,
        "The session " + session.key().sessionId() + " is over: " + why + "; open another one");
  }
}
