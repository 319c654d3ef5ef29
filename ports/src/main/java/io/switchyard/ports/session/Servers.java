package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterState.Serving;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionKey;
import java.util.Optional;

/** Where the servers of clusters are. */
final class Servers {

  private Servers() {}

  static boolean serving(Cluster cluster) {
    return cluster.state() instanceof Serving;
  }

  /** Whether it has no server that answers, and will have one. */
  static boolean coming(Cluster cluster) {
    return !serving(cluster)
        && (cluster.status() == ClusterStatus.PENDING
            || cluster.status() == ClusterStatus.PROVISIONING);
  }

  /** Where the session's calls go; empty if the server that it is on does not serve there. */
  static Optional<Route> route(Session session, Cluster cluster) {
    return cluster.server().number() == session.server()
        ? route(session.key(), cluster)
        : Optional.empty();
  }

  private static Optional<Route> route(SessionKey key, Cluster cluster) {
    return cluster.state() instanceof Serving serving
        ? Optional.of(new Route(key, cluster.id(), serving.address(), cluster.server().token()))
        : Optional.empty();
  }
}
