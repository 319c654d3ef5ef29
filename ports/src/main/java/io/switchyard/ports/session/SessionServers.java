package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.cluster.ClusterLauncher.ServerSession;
import io.switchyard.ports.placement.Backends;
import java.util.Optional;
import java.util.Set;

/** The servers that sessions are on, as the store and they themselves know them now; blocks. */
final class SessionServers {

  private final SessionDoor.Stores stores;
  private final Backends backends;

  SessionServers(SessionDoor.Stores stores, Backends backends) {
    this.stores = stores;
    this.backends = backends;
  }

  /** Whether the server is gone for good. */
  boolean gone(ServerId id) {
    if (id instanceof ServerId.OfCluster server) {
      return cluster(server)
          .filter(there -> !there.ended() && Servers.id(there).equals(id))
          .isEmpty();
    }
    return job((ServerId.OfJob) id)
        .filter(there -> !there.current().ended() && Servers.id(there).equals(id))
        .isEmpty();
  }

  /** The server, if it answers. */
  Optional<Standing> standing(ServerId id) {
    Optional<Standing> standing =
        id instanceof ServerId.OfCluster server
            ? cluster(server).flatMap(Servers::of)
            : job((ServerId.OfJob) id).flatMap(job -> Servers.of(job, Set.of()));
    return standing.filter(there -> there.id().equals(id));
  }

  /** The environment that the server is of, which never changes; empty if it may be several. */
  Optional<Environment> environment(ServerId id) {
    if (id instanceof ServerId.OfCluster server) {
      return cluster(server).map(there -> there.request().environment());
    }
    Set<Environment> all =
        job((ServerId.OfJob) id)
            .flatMap(there -> backends.find(there.current().backend()))
            .map(backend -> backend.place().environments())
            .orElse(Set.of());
    return all.size() == 1 ? Optional.of(all.iterator().next()) : Optional.empty();
  }

  /** Whether something runs in it, or may: who cannot be asked does not say that nothing does. */
  boolean busy(Session session) {
    if (standing(session.on()).isEmpty()) {
      return false;
    }
    return session.on() instanceof ServerId.OfCluster server
        ? cluster(server).map(cluster -> busy(session, cluster)).orElse(false)
        : job((ServerId.OfJob) session.on()).map(job -> busy(session, job)).orElse(false);
  }

  private boolean busy(Session session, Cluster cluster) {
    var backend = backends.find(cluster.backend()).filter(found -> found.runsClusters());
    if (backend.isEmpty()) {
      return true;
    }
    try {
      return backend
          .get()
          .clusters()
          .busySessions(cluster)
          .contains(new ServerSession(session.key().user(), session.key().sessionId()));
    } catch (TargetFailure failure) {
      return failure.kind() != TargetFailure.Kind.REJECTED || cluster.usage().operations() > 0;
    }
  }

  private boolean busy(Session session, Job job) {
    var backend = backends.find(job.current().backend());
    if (backend.isEmpty()) {
      return true;
    }
    try {
      return backend
          .get()
          .jobs()
          .busy(job.current(), session.key().user(), session.key().sessionId());
    } catch (TargetFailure failure) {
      return failure.kind() != TargetFailure.Kind.REJECTED;
    }
  }

  private Optional<Cluster> cluster(ServerId.OfCluster server) {
    return stores.clusters().find(server.cluster());
  }

  private Optional<Job> job(ServerId.OfJob driver) {
    return stores.jobs().find(driver.job());
  }
}
