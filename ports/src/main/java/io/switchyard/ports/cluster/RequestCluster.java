package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterRequestForm;
import io.switchyard.domain.cluster.ServerRun;
import io.switchyard.domain.input.TreeDifference;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.placement.Backend;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Takes a cluster on. */
public final class RequestCluster {

  private final Clusters clusters;
  private final ClusterPlaces places;
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
    this.clusters = clusters;
    this.places = places;
    this.policies = policies;
    this.names = names;
    this.estimate = estimate;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes the request a durable cluster on the first backend that serves its environment and region
   * and can run it. It is started later, by {@link AdvanceClusters}. Repeating a request that has
   * an idempotency key gives the cluster of the first time. Blocks for the store.
   */
  public Requesting request(ClusterRequest request, Caller by) {
    if (!by.mayChange(request.team())) {
      return new Requesting.NotYourTeam(request.team());
    }
    List<Violation> violations = new ArrayList<>(places.violations(request));
    if (!by.mayActAs(request.user())) {
      violations.add(
          new Violation(
              "user",
              request.user(),
              "is not the user of your credential, " + by.user(),
              "leave the field out"));
    }
    ClusterPolicy policy = policies.of(request.team(), request.environment());
    TtlRules.violation(request.ttl(), policy).ifPresent(violations::add);
    if (!violations.isEmpty()) {
      return new Requesting.Refused(violations);
    }
    for (Backend backend : places.serving(request)) {
      Fit fit = backend.clusters().fit(request);
      if (fit instanceof Fit.Runs runs) {
        return accept(request, backend, runs, policy);
      } else if (fit instanceof Fit.Refuses refuses) {
        violations.addAll(refuses.violations());
      }
    }
    return new Requesting.Refused(violations.stream().distinct().toList());
  }

  private Requesting accept(
      ClusterRequest request, Backend backend, Fit.Runs fit, ClusterPolicy policy) {
    // Stores keep microseconds; what is answered now must equal what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Cluster cluster =
        Cluster.requested(
            ids.nextCluster(request.team(), request.environment(), request.region()),
            request,
            names.hosts(request),
            backend.id(),
            fit.sparkVersion(),
            new ServerRun(ids.nextServer(), 1, ids.nextToken()),
            now);
    Addition addition = clusters.add(cluster, policy.quota());
    if (addition instanceof Addition.Added added) {
      return new Requesting.Accepted(
          added.cluster(), estimate.of(backend.id(), request.shape()), fit.notes());
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
