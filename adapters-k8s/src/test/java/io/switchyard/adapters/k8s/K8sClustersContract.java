package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.cluster.ClusterIds;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.ClusterLauncherContract;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The port's contract, on some API server with scripted servers. */
abstract class K8sClustersContract extends ClusterLauncherContract {

  private static final String NAMESPACE = "sjns-feateng-dev";

  private Site site;
  private KubernetesClient client;
  private K8sBackend backend;
  private Nodes nodes;

  protected abstract Site site();

  @BeforeEach
  void open() {
    site = site();
    client = site.connect();
    nodes = new Nodes(site, client, NAMESPACE);
    backend =
        K8sBackend.of(
            new Kube(site.connect()),
            // Jobs may go by an operator, servers never do.
            ServerExamples.plain(Mode.APACHE_OPERATOR),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    backend.close();
    nodes.close();
    client.close();
    site.close();
  }

  @Override
  protected ClusterLauncher launcher() {
    return backend.backend().clusters();
  }

  @Override
  protected abstract ClusterIds ids();

  @Override
  protected void settle(Cluster cluster, Fate fate) {
    if (fate == Fate.LISTENS) {
      nodes.listens(cluster);
    } else {
      nodes.dies(cluster);
    }
  }

  @Override
  protected int serversOf(Cluster cluster) {
    return nodes.serversOf(cluster);
  }

  @Override
  protected BackendHandle unknown(Cluster cluster) {
    return new ServerRef(new DriverRef(NAMESPACE, cluster.server().id())).handle();
  }

  @Override
  protected int looks() {
    return site.looks();
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(90);
  }
}
