package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterState.Serving;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.ServerId;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** The servers of clusters and of drivers. */
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

  static ServerId id(Cluster cluster) {
    return new ServerId.OfCluster(cluster.id(), cluster.server().number());
  }

  /** The cluster's server; empty if it does not serve. */
  static Optional<Standing> of(Cluster cluster) {
    return cluster.state() instanceof Serving serving
        ? Optional.of(
            new Standing(
                id(cluster),
                cluster.request().team(),
                Set.of(cluster.request().environment()),
                serving.address(),
                cluster.server().token()))
        : Optional.empty();
  }

  static ServerId id(Job job) {
    return new ServerId.OfJob(job.id(), job.current().id());
  }

  /**
   * The Spark Connect server of the job's driver; empty if that does not run, or serves none.
   *
   * @param environments that its backend serves
   */
  static Optional<Standing> of(Job job, Set<Environment> environments) {
    Execution current = job.current();
    DriverConnect connect = current.connect();
    URI address = connect == null ? null : connect.address();
    return current.state() instanceof ExecutionState.Running && connect != null && address != null
        ? Optional.of(
            new Standing(
                id(job),
                job.request().team(),
                environments,
                new ServerAddress(address.getHost(), address.getPort()),
                new ServerToken(connect.token())))
        : Optional.empty();
  }
}
