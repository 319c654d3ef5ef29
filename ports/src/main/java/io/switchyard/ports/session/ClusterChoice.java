package io.switchyard.ports.session;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClusterFilter;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.session.CallRefused.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the cluster that a call of a new session means. Blocks for the store. */
final class ClusterChoice {

  private static final int SHOWN = 5;
  private static final String HOW =
      "name it by its host, or by ;x-switchyard-cluster=<id> at the end of the sc:// URL";

  private final Clusters clusters;
  private final Known known;
  private final ClusterNames names;
  private final Waking waking;

  ClusterChoice(Clusters clusters, Known known, ClusterNames names, Waking waking) {
    this.clusters = clusters;
    this.known = known;
    this.names = names;
    this.waking = waking;
  }

  /** The cluster that is named, whoever asks; empty if none is, or nothing there is. */
  Optional<Cluster> named(Naming naming) {
    return known
        .atHost(naming.host())
        .or(() -> Optional.ofNullable(naming.cluster()).flatMap(known.clusters()::now))
        .or(() -> hostOf(naming).flatMap(known::atHost));
  }

  private Optional<String> hostOf(Naming naming) {
    Team team = naming.team();
    Environment environment = naming.environment();
    if (team == null || environment == null) {
      return Optional.empty();
    }
    var region = naming.region();
    return Optional.of(
        region == null
            ? names.shortHost(team, environment)
            : names.host(team, environment, region));
  }

  /**
   * The cluster, not over, which the caller may use; it may be still to start.
   *
   * @throws CallRefused if there is none, or not exactly one
   */
  Cluster choose(Naming naming, Call call, Caller caller) {
    Cluster found =
        named(naming)
            .filter(cluster -> caller.mayRead(cluster.request().team()))
            .filter(cluster -> !cluster.ended())
            .orElseGet(() -> unnamed(naming, call, caller));
    Access.require(caller, found.request().team(), found.request().environment());
    return found;
  }

  private Cluster unnamed(Naming naming, Call call, Caller caller) {
    Team team = naming.team();
    Environment environment = naming.environment();
    if (naming.cluster() != null) {
      throw new CallRefused(
          Reason.NOT_FOUND, "There is no cluster " + naming.cluster() + " that you may use");
    } else if (team != null && environment != null) {
      Access.require(caller, team, environment);
      return only(of(team, environment, naming), "team " + team + " in " + environment)
          .or(() -> waking.wake(team, environment, naming.region(), call, caller))
          .orElseThrow(
              () ->
                  new CallRefused(
                      Reason.NOT_FOUND,
                      "Team "
                          + team
                          + " has no cluster in "
                          + environment
                          + (naming.region() == null ? "" : " and " + naming.region())
                          + "; request one with POST /api/v1/clusters"));
    } else if (naming.plain()) {
      return only(ofCaller(caller), "you")
          .orElseThrow(
              () ->
                  new CallRefused(
                      Reason.NOT_FOUND,
                      "No cluster runs that you may use; request one with POST /api/v1/clusters"));
    }
    return woken(naming.host(), call, caller)
        .orElseThrow(
            () ->
                new CallRefused(
                    Reason.NOT_FOUND,
                    "No cluster that you may use has the host " + naming.host() + "; " + HOW));
  }

  /** Hosts are compared whole: whose default one it would be, if it were there. */
  private Optional<Cluster> woken(String host, Call call, Caller caller) {
    Set<Team> teams = new HashSet<>(caller.teams());
    waking.teams().stream().filter(caller::mayRead).forEach(teams::add);
    for (Team team : teams) {
      for (Environment environment : Environment.values()) {
        if (names.shortHost(team, environment).equals(host)) {
          Access.require(caller, team, environment);
          return waking.wake(team, environment, null, call, caller);
        }
      }
    }
    return Optional.empty();
  }

  private List<Cluster> of(Team team, Environment environment, Naming naming) {
    return list(Set.of(team), environment)
        .filter(
            cluster ->
                naming.region() == null
                    || Objects.equals(naming.region(), cluster.request().region()))
        .toList();
  }

  private List<Cluster> ofCaller(Caller caller) {
    return list(caller.seesEveryTeam() ? null : caller.teams(), null)
        .filter(cluster -> caller.mayChange(cluster.request().team()))
        .filter(cluster -> caller.mayEnter(cluster.request().environment()))
        .toList();
  }

  private Stream<Cluster> list(@Nullable Set<Team> teams, @Nullable Environment environment) {
    return Stream.of(
            ClusterStatus.RUNNING,
            ClusterStatus.SCALING,
            ClusterStatus.PROVISIONING,
            ClusterStatus.PENDING)
        .map(status -> new ClusterFilter(teams, environment, null, status, null))
        .flatMap(filter -> clusters.list(filter, SHOWN + 1).stream());
  }

  /** The only one that runs, or if none does, the only one that starts. */
  private static Optional<Cluster> only(List<Cluster> all, String whose) {
    List<Cluster> running = all.stream().filter(Servers::serving).toList();
    List<Cluster> candidates = running.isEmpty() ? all : running;
    if (candidates.size() > 1) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT,
          "Several clusters are there for %s (%s%s); %s"
              .formatted(
                  whose,
                  candidates.stream()
                      .limit(SHOWN)
                      .map(cluster -> cluster.id().value())
                      .collect(joining(", ")),
                  candidates.size() > SHOWN ? " and more" : "",
                  HOW));
    }
    return candidates.stream().findFirst();
  }
}
