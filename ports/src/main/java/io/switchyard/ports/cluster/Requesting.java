package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterQuota;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.team.Team;
import java.time.Duration;
import java.util.List;

/** The answer to a request for a cluster. */
public sealed interface Requesting {

  /** Gives what the answer's own method of {@code cases} returns. */
  <T> T fold(Cases<T> cases);

  /** One method per answer, so that a new answer does not compile until everyone handles it. */
  interface Cases<T> {
    T accepted(Accepted answer);

    T repeated(Repeated answer);

    T keyTaken(KeyTaken answer);

    T nameTaken(NameTaken answer);

    T overQuota(OverQuota answer);

    T refused(Refused answer);

    T notYourTeam(NotYourTeam answer);
  }

  /**
   * The cluster is durable and will be started.
   *
   * @param ready how long clusters like it take until they answer
   * @param notes what will be done otherwise than asked, as sentences for the user
   */
  record Accepted(Cluster cluster, Duration ready, List<String> notes) implements Requesting {
    public Accepted {
      notes = List.copyOf(notes);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.accepted(this);
    }
  }

  /** The same request with the same idempotency key was accepted before; this is its cluster. */
  record Repeated(Cluster cluster, Duration ready) implements Requesting {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.repeated(this);
    }
  }

  /**
   * Another request of the team has this idempotency key.
   *
   * @param differing the fields in which the two requests differ, as the API names them
   */
  record KeyTaken(ClusterId holder, List<String> differing) implements Requesting {
    public KeyTaken {
      differing = List.copyOf(differing);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.keyTaken(this);
    }
  }

  /** The team has a cluster of this name, or one without a name, in that place already. */
  record NameTaken(String host, ClusterId holder, boolean named) implements Requesting {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.nameTaken(this);
    }
  }

  /** The team would have more than it may. */
  record OverQuota(ClusterQuota.Excess excess) implements Requesting {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.overQuota(this);
    }
  }

  /** No backend could ever run it, for these reasons. */
  record Refused(List<Violation> violations) implements Requesting {
    public Refused {
      violations = List.copyOf(violations);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.refused(this);
    }
  }

  /** The caller may not request clusters for this team. */
  record NotYourTeam(Team team) implements Requesting {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notYourTeam(this);
    }
  }
}
