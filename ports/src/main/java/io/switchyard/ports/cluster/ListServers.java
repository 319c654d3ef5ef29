package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.team.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells the servers that a cluster has had. */
public final class ListServers {

  private final Clusters clusters;
  private final EndedServers ended;

  public ListServers(Clusters clusters, EndedServers ended) {
    this.clusters = clusters;
    this.ended = ended;
  }

  /**
   * A cluster with its servers.
   *
   * @param servers first to last, the current or last one at the end; others that no backend had
   *     are left out
   */
  public record Servers(Cluster cluster, List<ClusterServer> servers) {

    public Servers {
      servers = List.copyOf(servers);
    }
  }

  /**
   * The cluster and its servers; empty if there is none that the caller may know of. Blocks for the
   * store.
   */
  public Optional<Servers> list(ClusterId id, Caller by) {
    return clusters
        .find(id)
        .filter(found -> by.mayRead(found.request().team()))
        .map(found -> new Servers(found, servers(found)));
  }

  private List<ClusterServer> servers(Cluster cluster) {
    List<ClusterServer> servers = new ArrayList<>();
    for (EndedServer server : ended.of(cluster.id())) {
      // The cluster was read first, and may have ended or gone on since.
      if (server.number() < cluster.server().number()
          || (server.number() == cluster.server().number() && cluster.ended())) {
        servers.add(new ClusterServer(server.id(), server.number(), server.handle(), true));
      }
    }
    var current = cluster.server();
    if (servers.stream().noneMatch(server -> server.id().equals(current.id()))) {
      servers.add(
          new ClusterServer(current.id(), current.number(), cluster.handle(), cluster.ended()));
    }
    return servers;
  }
}
