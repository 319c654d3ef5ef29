package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.job.ShownSettings;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.placement.Choice;
import io.switchyard.ports.placement.Placer;
import java.util.Optional;

/** Says what {@link RequestCluster} would make of a request now, and does nothing. */
public final class ExplainCluster {

  private final RequestChecks checks;
  private final Placer placer;
  private final ClusterIds ids;

  public ExplainCluster(
      ClusterPlaces places, Placer placer, ClusterPolicies policies, ClusterIds ids) {
    this.checks = new RequestChecks(places, policies);
    this.placer = placer;
    this.ids = ids;
  }

  /**
   * The answer is that of a request at the same moment, but for what the store decides: whether the
   * idempotency key was used before, the host is taken, or the quota is full. Blocks for the store.
   */
  public ClusterForecast explain(ClusterRequest request, Caller by) {
    Optional<Requesting> refusal = checks.refusal(request, by);
    if (refusal.isPresent()) {
      return new ClusterForecast.Refused(refusal.get());
    }
    ClusterId id = ids.nextCluster(request.team(), request.environment(), request.region());
    Choice choice = placer.explainCluster(request, id.value());
    if (choice instanceof Choice.Refused refused) {
      return new ClusterForecast.Refused(new Requesting.Refused(refused.violations()));
    }
    var chosen = (Choice.Chosen) choice;
    return RequestChecks.drained(request, chosen.placement())
        .<ClusterForecast>map(ClusterForecast.Refused::new)
        .orElseGet(() -> taken(request, chosen));
  }

  private ClusterForecast taken(ClusterRequest request, Choice.Chosen chosen) {
    var terms = placer.fleet().terms().backends().get(chosen.backend().id());
    return new ClusterForecast.Taken(
        request,
        chosen,
        ShownSettings.of(request.settings().conf()),
        terms == null ? null : terms.price());
  }
}
