package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.Violation;
import java.time.Duration;
import java.util.Optional;

/** How long a team's clusters may live. */
final class TtlRules {

  private TtlRules() {}

  static Optional<Violation> violation(Ttl ttl, ClusterPolicy policy) {
    Duration cap = policy.maxLifetime();
    if (cap == null || (ttl.duration() != null && ttl.duration().compareTo(cap) <= 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            "ttl",
            ttl.toString(),
            "is longer than clusters of this team and environment may live, " + new Ttl(cap),
            "ask for " + new Ttl(cap) + " or less"));
  }
}
