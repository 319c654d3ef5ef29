package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterRequestForm;
import io.switchyard.domain.cluster.ServerRun;
import io.switchyard.domain.input.TreeDifference;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.placement.Choice;
import io.switchyard.ports.placement.Placer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Takes a cluster on. */
public final class RequestCluster {

  private final Clusters clusters;
  private final RequestChecks checks;
  private final Placer placer;
  private final ClusterPolicies policies;
  private final ClusterNames names;
  private final ReadyEstimate estimate;
  private final ClusterIds ids;
  private final InstantSource clock;

  public RequestCluster(
      Clusters clusters,
      ClusterPlaces places,
      ClusterPolicies policies,
      ClusterNames names,
      ReadyEstimate estimate,
      ClusterIds ids,
      InstantSource clock) {
    this(
        clusters,
        places,
        Placer.inOrder(places.backends(), clock),
        policies,
        names,
        estimate,
        ids,
        clock);
  }

  public RequestCluster(
      Clusters clusters,
      ClusterPlaces places,
      Placer placer,
      ClusterPolicies policies,
      ClusterNames names,
      ReadyEstimate estimate,
      ClusterIds ids,
      InstantSource clock) {
    this.clusters = clusters;
    this.checks = new RequestChecks(places, policies);
    this.placer = placer;
    this.policies = policies;
    this.names = names;
    this.estimate = estimate;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes the request a durable cluster on the backend that {@link Placer} chooses. It is started
   * later, by {@link AdvanceClusters}. Repeating a request that has an idempotency key gives the
   * cluster of the first time. Blocks for the store.
   */
  public Requesting request(ClusterRequest request, Caller by) {
    Optional<Requesting> refusal = checks.refusal(request, by);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    ClusterId id = ids.nextCluster(request.team(), request.environment(), request.region());
    Choice choice = placer.cluster(request, id.value());
    if (choice instanceof Choice.Refused refused) {
      return new Requesting.Refused(refused.violations());
    }
    var chosen = (Choice.Chosen) choice;
    ClusterPolicy policy = policies.of(request.team(), request.environment());
    return RequestChecks.drained(request, chosen.placement())
        .orElseGet(() -> accept(request, id, chosen, policy));
  }

  private Requesting accept(
      ClusterRequest request, ClusterId id, Choice.Chosen chosen, ClusterPolicy policy) {
    // Stores keep microseconds; what is answered now must equal what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cluster cluster =
        Cluster.requested(
                id,
                request,
                names.hosts(request),
                chosen.backend().id(),
                chosen.sparkVersion(),
                new ServerRun(ids.nextServer(), 1, ids.nextToken()),
                now)
            .placed(chosen.placement());
    Addition addition = clusters.add(cluster, policy.quota());
    if (addition instanceof Addition.Added added) {
      return new Requesting.Accepted(
          added.cluster(), estimate.of(chosen.backend().id(), request.shape()), chosen.notes());
    } else if (addition instanceof Addition.KeyHeld held) {
      return repeated(request, held.holder());
    } else if (addition instanceof Addition.HostTaken taken) {
      return new Requesting.NameTaken(taken.host(), taken.holder(), request.name() != null);
    }
    return new Requesting.OverQuota(((Addition.OverQuota) addition).excess());
  }

  private Requesting repeated(ClusterRequest request, Cluster holder) {
    List<String> differing =
        TreeDifference.between(
            ClusterRequestForm.write(holder.request()), ClusterRequestForm.write(request));
    return differing.isEmpty()
        ? new Requesting.Repeated(holder, estimate.of(holder.backend(), holder.shape()))
        : new Requesting.KeyTaken(holder.id(), differing);
  }
}
