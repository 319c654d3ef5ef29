package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes a cluster that the work loop may be changing at the same time. */
record ClusterEdit(Clusters clusters) {

  /** Far more often than the work loop can change one cluster while we look. */
  private static final int TRIES = 20;

  /** One try; empty if somebody else changed the cluster meanwhile. */
  @FunctionalInterface
  interface Attempt {
    Optional<Changing> at(ClaimedCluster claimed);
  }

  Changing change(ClusterId id, Caller by, Attempt attempt) {
    for (int i = 0; i < TRIES; i++) {
      Optional<ClaimedCluster> current =
          clusters.current(id).filter(c -> by.mayRead(c.cluster().request().team()));
      if (current.isEmpty()) {
        return new Changing.NotFound();
      }
      Cluster cluster = current.get().cluster();
      if (!by.mayChange(cluster.request().team())) {
        return new Changing.NotAllowed(cluster);
      }
      Optional<Changing> answer = attempt.at(current.get());
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw TargetFailure.withoutEffect(
        TargetFailure.Kind.THROTTLED, "the cluster kept changing while it was to be changed");
  }

  /** Writes the change; empty if somebody was faster. */
  Optional<Changing> save(ClaimedCluster claimed, Cluster next, Instant now) {
    List<ClaimedCluster> saved =
        clusters.save(List.of(ClusterChange.until(claimed, next, now, now)));
    return saved.stream().findFirst().map(written -> new Changing.Changed(written.cluster()));
  }
}
