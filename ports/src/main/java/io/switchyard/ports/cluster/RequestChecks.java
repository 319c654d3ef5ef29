package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.domain.placement.Refusal;
import io.switchyard.domain.team.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked of a request for a cluster around the choice of its backend. */
record RequestChecks(ClusterPlaces places, ClusterPolicies policies) {

  /** Why it is refused before any backend is asked; empty if it is not. */
  Optional<Requesting> refusal(ClusterRequest request, Caller by) {
    if (!by.mayChange(request.team())) {
      return Optional.of(new Requesting.NotYourTeam(request.team()));
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
    return violations.isEmpty()
        ? Optional.empty()
        : Optional.of(new Requesting.Refused(violations));
  }

  /** A cluster is wanted now, so it does not wait for the end of a drain. */
  static Optional<Requesting> drained(ClusterRequest request, Placement placement) {
    Refusal waits = placement.waits();
    return waits == null || waits.rule() != PlacementRule.DRAIN
        ? Optional.empty()
        : Optional.of(
            new Requesting.Refused(
                List.of(
                    new Violation(
                        "region",
                        request.region().value(),
                        "has no backend for this cluster but "
                            + waits.backend()
                            + ", which is being drained",
                        "ask again when it is resumed, or in another region"))));
  }
}
