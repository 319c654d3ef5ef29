package io.switchyard.ports.session;

import static java.util.stream.Collectors.joining;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterState.Ended;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.cluster.RequestCluster;
import io.switchyard.ports.cluster.Requesting;
import io.switchyard.ports.session.CallRefused.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a team's default cluster at the first call to it, where a policy says so. The cluster is
 * the caller's like any other that the caller asks for, with the same rules and quotas.
 */
final class Waking {

  private final WakePolicies policies;
  private final RequestCluster request;
  private final Clusters clusters;

  Waking(WakePolicies policies, RequestCluster request, Clusters clusters) {
    this.policies = policies;
    this.request = request;
    this.clusters = clusters;
  }

  Set<Team> teams() {
    return policies.teams();
  }

  /**
   * The cluster that the call makes, or that another one made meanwhile; empty if no policy lets
   * it. One session makes one cluster, however often its first call is repeated.
   *
   * @throws CallRefused if the cluster is refused, or is over again
   */
  Optional<Cluster> wake(
      Team team, Environment environment, @Nullable Region region, Call call, Caller caller) {
    Optional<ClusterRequest> asked =
        policies.request(team, environment, region, caller.user(), "connect-" + call.sessionId());
    return asked.map(
        wanted -> {
          Cluster made = request.request(wanted, caller).fold(new Answers(clusters));
          if (made.state() instanceof Ended ended) {
            throw new CallRefused(
                Reason.NOT_FOUND,
                "The cluster "
                    + made.id()
                    + " that was started for this session is over"
                    + (ended.message().isBlank() ? "" : ": " + ended.message())
                    + "; open another session to start another one");
          }
          return made;
        });
  }

  private record Answers(Clusters clusters) implements Requesting.Cases<Cluster> {

    @Override
    public Cluster accepted(Requesting.Accepted answer) {
      return answer.cluster();
    }

    @Override
    public Cluster repeated(Requesting.Repeated answer) {
      return answer.cluster();
    }

    @Override
    public Cluster keyTaken(Requesting.KeyTaken answer) {
      return there(clusters.find(answer.holder()));
    }

    @Override
    public Cluster nameTaken(Requesting.NameTaken answer) {
      return there(clusters.find(answer.holder()));
    }

    private static Cluster there(Optional<Cluster> holder) {
      return holder.orElseThrow(
          () -> new CallRefused(Reason.UNAVAILABLE, "The cluster is being made; try again"));
    }

    @Override
    public Cluster overQuota(Requesting.OverQuota answer) {
      throw new CallRefused(
          Reason.RESOURCE_EXHAUSTED,
          "A cluster for this call would exceed the team's quota: " + answer.excess().sentence());
    }

    @Override
    public Cluster refused(Requesting.Refused answer) {
      throw new CallRefused(
          Reason.INVALID_ARGUMENT,
          answer.violations().stream()
              .map(Violation::sentence)
              .collect(joining("; ", "No cluster can be made for this call: ", "")));
    }

    @Override
    public Cluster notYourTeam(Requesting.NotYourTeam answer) {
      throw new CallRefused(
          Reason.PERMISSION_DENIED, "You may not request clusters for team " + answer.team());
    }
  }
}
