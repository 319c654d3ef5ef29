package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.input.Violation;
import java.util.List;
import java.util.Optional;

/** The answer to a request to delete, scale or extend a cluster. */
public sealed interface Changing {

  /** Gives what the answer's own method of {@code cases} returns. */
  <T> T fold(Cases<T> cases);

  /** One method per answer. */
  interface Cases<T> {
    T changed(Changed answer);

    T unchanged(Unchanged answer);

    T notNow(NotNow answer);

    T inUse(InUse answer);

    T overQuota(OverQuota answer);

    T refused(Refused answer);

    T notAllowed(NotAllowed answer);

    T notFound();
  }

  /** It is written; what follows from it happens by itself. */
  record Changed(Cluster cluster) implements Changing {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.changed(this);
    }
  }

  /** It had been asked for before, or is so already. */
  record Unchanged(Cluster cluster) implements Changing {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unchanged(this);
    }
  }

  /** The cluster stands where this cannot be done. */
  record NotNow(Cluster cluster, String why) implements Changing {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notNow(this);
    }
  }

  /**
   * Somebody uses it, and it was not said that this does not matter.
   *
   * @param sessions that would be lost
   */
  record InUse(Cluster cluster, long sessions) implements Changing {

    /** Empty if nobody uses the cluster, by its server's last report and by who was let in. */
    static Optional<Changing> of(Cluster cluster, OpenSessions open) {
      long sessions = Math.max(cluster.usage().sessions(), open.on(cluster.id()));
      return sessions > 0 || cluster.usage().inUse()
          ? Optional.of(new InUse(cluster, sessions))
          : Optional.empty();
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.inUse(this);
    }
  }

  /** The team would have more than it may. */
  record OverQuota(ClusterQuota.Excess excess) implements Changing {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.overQuota(this);
    }
  }

  /** What was asked for breaks a rule. */
  record Refused(List<Violation> violations) implements Changing {
    public Refused {
      violations = List.copyOf(violations);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.refused(this);
    }
  }

  /** The caller may see the cluster but not change it. */
  record NotAllowed(Cluster cluster) implements Changing {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notAllowed(this);
    }
  }

  /** There is no such cluster, or none that the caller may know of. */
  record NotFound() implements Changing {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notFound();
    }
  }
}
