package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Moves the end of a cluster. */
public final class ExtendCluster {

  private final ClusterEdit edit;
  private final ClusterPolicies policies;
  private final InstantSource clock;

  public ExtendCluster(Clusters clusters, ClusterPolicies policies, InstantSource clock) {
    this.edit = new ClusterEdit(clusters);
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Lets a cluster live longer; one without an end is left as it is. Every call adds once more.
   * Blocks for the store.
   *
   * @param extension how much later; counted from now if the end has passed already
   */
  public Changing extend(ClusterId id, Duration extension, Caller by) {
    return edit.change(id, by, claimed -> extended(claimed, extension));
  }

  private Optional<Changing> extended(ClaimedCluster claimed, Duration extension) {
    Cluster cluster = claimed.cluster();
    Instant end = cluster.expiresAt();
    if (cluster.ended() || cluster.status() == ClusterStatus.TERMINATING) {
      return Optional.of(
          new Changing.NotNow(
              cluster, "it is " + cluster.status().word() + ", and its end cannot be moved"));
    } else if (end == null) {
      return Optional.of(new Changing.Unchanged(cluster));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant later = (end.isBefore(now) ? now : end).plus(extension);
    Duration cap =
        policies.of(cluster.request().team(), cluster.request().environment()).maxLifetime();
    if (later.isAfter(cluster.createdAt().plus(Objects.requireNonNullElse(cap, Ttl.LONGEST)))) {
      Ttl most = new Ttl(Objects.requireNonNullElse(cap, Ttl.LONGEST));
      return Optional.of(
          new Changing.Refused(
              List.of(
                  new Violation(
                      "extension",
                      new Ttl(extension).toString(),
                      "leads past the longest life of clusters of this team and environment, "
                          + most
                          + " from "
                          + cluster.createdAt(),
                      "the latest end is " + cluster.createdAt().plus(most.duration())))));
    }
    return edit.save(claimed, cluster.expiring(later), now);
  }
}
