package io.switchyard.domain.cluster;

import io.switchyard.domain.cluster.ClusterState.Ended;
import io.switchyard.domain.cluster.ClusterState.OnBackend;
import io.switchyard.domain.cluster.ClusterState.Pending;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A team's cluster and where it stands.
 *
 * @param request what was asked for
 * @param hosts what it answers to, its own first; they are the cluster's until it is over
 * @param backend where it runs; never changes
 * @param sparkVersion the release it runs on
 * @param shape how big it shall be now
 * @param createdAt when it became durable
 * @param expiresAt when it ends; null for never
 * @param warned whether its end was announced
 * @param server the current server, or the last one
 * @param restarts how many servers followed one that died by itself, since the last one that had
 *     served for long
 * @param usage what its users do with it, as last seen
 * @param readyAt when it first answered a call; null if it has not
 * @param missingSince since when the backend, asked, has had no record of the server; null while it
 *     has one
 * @param placement why it is on its backend; null if nobody noted that
 */
public record Cluster(
    ClusterId id,
    ClusterRequest request,
    List<String> hosts,
    BackendId backend,
    SparkVersion sparkVersion,
    ClusterShape shape,
    Instant createdAt,
    @Nullable Instant expiresAt,
    boolean warned,
    ServerRun server,
    int restarts,
    ClusterState state,
    Usage usage,
    @Nullable Instant readyAt,
    @Nullable Instant missingSince,
    @Nullable Placement placement) {

  /** How long a backend may have no record of a server before it counts as gone. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A server that dies after it has served for so long is no sign that the next one will, too. */
  public static final Duration LONG = Duration.ofMinutes(10);

  public Cluster {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("a cluster without a host: " + id);
    }
  }

  /** A cluster that was just asked for. */
  public static Cluster requested(
      ClusterId id,
      ClusterRequest request,
      List<String> hosts,
      BackendId backend,
      SparkVersion sparkVersion,
      ServerRun server,
      Instant at) {
    return new Cluster(
        id,
        request,
        hosts,
        backend,
        sparkVersion,
        request.shape(),
        at,
        request.ttl().from(at),
        false,
        server,
        0,
        new Pending(at, ""),
        Usage.NONE,
        null,
        null,
        null);
  }

  /** This cluster, of which it is noted why it is on its backend. */
  public Cluster placed(Placement why) {
    return with(hosts, why);
  }

  /** This cluster with the hosts that it got. */
  public Cluster at(List<String> got) {
    return with(got, placement);
  }

  private Cluster with(List<String> got, @Nullable Placement why) {
    return new Cluster(
        id,
        request,
        got,
        backend,
        sparkVersion,
        shape,
        createdAt,
        expiresAt,
        warned,
        server,
        restarts,
        state,
        usage,
        readyAt,
        missingSince,
        why);
  }

  public ClusterStatus status() {
    return state.status();
  }

  public boolean ended() {
    return state instanceof Ended;
  }

  /** When it was over; null while it is not. */
  public @Nullable Instant endedAt() {
    return state instanceof Ended ended ? ended.since() : null;
  }

  /** The backend's name for the current server; null if no backend has it. */
  public @Nullable BackendHandle handle() {
    return state instanceof OnBackend onBackend ? onBackend.handle() : null;
  }

  /** What clients connect to. */
  public String endpoint() {
    return ClusterNames.endpoint(hosts.get(0));
  }

  /** Why it must end at {@code now}; null if it need not. */
  public @Nullable EndReason overdue(ClusterPolicy policy, Instant now) {
    if (expiresAt != null && !now.isBefore(expiresAt)) {
      return EndReason.terminated("its time to live was over at " + expiresAt);
    }
    Duration idleAfter = policy.idleAfter();
    if (idleAfter != null
        && state instanceof ClusterState.Running running
        && !usage.inUse()
        && !now.isBefore(lastUse(running).plus(idleAfter))) {
      return EndReason.terminated(
          "nobody used it for " + new Ttl(idleAfter) + ", the idle limit of its team");
    }
    if (state instanceof ClusterState.Starting starting
        && !now.isBefore(starting.since().plus(policy.startWithin()))) {
      return EndReason.failed(
          "its server did not answer within " + policy.startWithin().toSeconds() + " s");
    }
    return null;
  }

  /** Whether it runs, and nobody has used it since {@code then}, as far as is known. */
  public boolean quietSince(Instant then) {
    return state instanceof ClusterState.Running running
        && !usage.inUse()
        && !lastUse(running).isAfter(then);
  }

  private Instant lastUse(ClusterState.Running running) {
    Instant used = usage.lastActivity();
    return used == null || used.isBefore(running.since()) ? running.since() : used;
  }

  /** Whether its end is near and was not announced yet. */
  public boolean toBeWarned(ClusterPolicy policy, Instant now) {
    return expiresAt != null && !warned && !now.isBefore(warnAt(policy, expiresAt));
  }

  /** A short life is announced in its last quarter. */
  private Instant warnAt(ClusterPolicy policy, Instant end) {
    Duration quarter = Duration.between(createdAt, end).dividedBy(4);
    return end.minus(quarter.compareTo(policy.warnBefore()) < 0 ? quarter : policy.warnBefore());
  }

  /** This cluster in another state; the backend answered, so nothing is missing. */
  public Cluster in(ClusterState next) {
    return with(shape, expiresAt, warned, server, restarts, next, usage, readyAt, null);
  }

  /** This cluster running for the first time or again. */
  public Cluster running(ServerAddress address, Usage seen, Instant at) {
    var running = ((ClusterState.Starting) state).running(address, at);
    Instant first = readyAt == null ? at : readyAt;
    Usage all = seen.after(usage);
    return with(shape, expiresAt, warned, server, restarts, running, all, first, null);
  }

  public Cluster used(Usage seen) {
    Usage all = seen.after(usage);
    return with(shape, expiresAt, warned, server, restarts, state, all, readyAt, null);
  }

  /** This cluster with another shape, whatever its state. */
  public Cluster shaped(ClusterShape next) {
    return with(next, expiresAt, warned, server, restarts, state, usage, readyAt, missingSince);
  }

  /** This cluster with another end, which will be announced again. */
  public Cluster expiring(@Nullable Instant end) {
    return with(shape, end, false, server, restarts, state, usage, readyAt, missingSince);
  }

  public Cluster warnedOfItsEnd() {
    return with(shape, expiresAt, true, server, restarts, state, usage, readyAt, missingSince);
  }

  /** How many servers have died one soon after the other, before one that dies at {@code at}. */
  public int restartsBefore(Instant at) {
    boolean servedLong =
        state instanceof ClusterState.Serving && !at.isBefore(state.since().plus(LONG));
    return servedLong ? 0 : restarts;
  }

  /** Whether its server follows one that {@code before} had and that died by itself. */
  public boolean restartedSince(Cluster before) {
    return server.number() > before.server().number()
        && !(before.state() instanceof ClusterState.Terminating)
        && !(before.state() instanceof ClusterState.TerminatingLaunch);
  }

  /** This cluster with another server to be started, because the last one died by itself. */
  public Cluster restarting(ServerRun next, String why, Instant at) {
    return with(
        shape,
        expiresAt,
        warned,
        next,
        restartsBefore(at) + 1,
        new Pending(at, why),
        usage.over(),
        readyAt,
        null);
  }

  /** This cluster with another server to be started, because the last one was ended for it. */
  public Cluster replaced(ServerRun next, String why, Instant at) {
    return with(
        shape,
        expiresAt,
        warned,
        next,
        restarts,
        new Pending(at, why),
        usage.over(),
        readyAt,
        null);
  }

  /** This cluster, over for ever. */
  public Cluster over(EndReason reason, Instant at) {
    return with(
        shape,
        expiresAt,
        warned,
        server,
        restarts,
        Ended.of(reason, at),
        usage.over(),
        readyAt,
        null);
  }

  /** This cluster after the backend was asked at {@code at} and had no record of its server. */
  public Cluster missing(Instant at) {
    Instant first = missingSince == null ? at : missingSince;
    return with(shape, expiresAt, warned, server, restarts, state, usage, readyAt, first);
  }

  /** Whether the backend has been without a record for longer than {@link #PATIENCE}. */
  public boolean missingTooLong(Instant at) {
    return missingSince != null && !at.isBefore(missingSince.plus(PATIENCE));
  }

  private Cluster with(
      ClusterShape newShape,
      @Nullable Instant end,
      boolean newWarned,
      ServerRun newServer,
      int newRestarts,
      ClusterState next,
      Usage newUsage,
      @Nullable Instant ready,
      @Nullable Instant missing) {
    return new Cluster(
        id,
        request,
        hosts,
        backend,
        sparkVersion,
        newShape,
        createdAt,
        end,
        newWarned,
        newServer,
        newRestarts,
        next,
        newUsage,
        ready,
        missing,
        placement);
  }
}
