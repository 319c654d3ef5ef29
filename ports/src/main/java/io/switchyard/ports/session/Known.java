package io.switchyard.ports.session;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.session.ServerId;
import io.switchyard.ports.cluster.Clusters;
import io.switchyard.ports.job.Jobs;
import io.switchyard.ports.placement.Backends;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of the store for a moment.
 *
 * @param clusters by id
 * @param hosts which cluster has one
 * @param jobs by id
 */
record Known(
    Fresh<ClusterId, Optional<Cluster>> clusters,
    Fresh<String, Optional<ClusterId>> hosts,
    Fresh<JobId, Optional<Job>> jobs,
    Backends backends) {

  /** Many more than live clusters. */
  private static final int MOST = 10_000;

  static Known of(
      Clusters store,
      Jobs jobs,
      Backends backends,
      RoutingTerms terms,
      Executor blocking,
      InstantSource clock) {
    return new Known(
        new Fresh<>(store::find, terms.fresh(), terms.stale(), MOST, blocking, clock),
        new Fresh<>(
            host -> store.atHost(host).map(Cluster::id),
            terms.fresh(),
            terms.stale(),
            MOST,
            blocking,
            clock),
        new Fresh<>(jobs::find, terms.fresh(), terms.stale(), MOST, blocking, clock),
        backends);
  }

  /** The cluster that has the host; blocks for the store. */
  Optional<Cluster> atHost(String host) {
    return hosts.now(host).flatMap(clusters::now).filter(cluster -> !cluster.ended());
  }

  /** The environments that the job's backend serves; empty for all. */
  Set<Environment> environments(Job job) {
    return backends
        .find(job.current().backend())
        .map(backend -> backend.place().environments())
        .orElse(Set.of());
  }

  /** The server, as {@link Fresh#get}; empty if it does not answer, or there is another one. */
  CompletionStage<Optional<Standing>> standing(ServerId id) {
    return id instanceof ServerId.OfCluster server
        ? clusters.get(server.cluster()).thenApply(found -> cluster(found, id))
        : jobs.get(((ServerId.OfJob) id).job()).thenApply(found -> job(found, id));
  }

  /** The server as it is now; blocks for the store. */
  Optional<Standing> reload(ServerId id) {
    return id instanceof ServerId.OfCluster server
        ? cluster(clusters.reload(server.cluster()), id)
        : job(jobs.reload(((ServerId.OfJob) id).job()), id);
  }

  /** The environment of a server, answering or not; null if it is not known. */
  @Nullable Environment environment(ServerId id) {
    if (id instanceof ServerId.OfCluster server) {
      Optional<Cluster> cluster = clusters.known(server.cluster());
      return cluster == null
          ? null
          : cluster.map(found -> found.request().environment()).orElse(null);
    }
    Optional<Job> job = jobs.known(((ServerId.OfJob) id).job());
    Set<Environment> all = job == null ? Set.of() : job.map(this::environments).orElse(Set.of());
    return all.size() == 1 ? all.iterator().next() : null;
  }

  private static Optional<Standing> cluster(Optional<Cluster> found, ServerId id) {
    return found.flatMap(Servers::of).filter(standing -> standing.id().equals(id));
  }

  private Optional<Standing> job(Optional<Job> found, ServerId id) {
    return found
        .flatMap(job -> Servers.of(job, environments(job)))
        .filter(standing -> standing.id().equals(id));
  }
}
