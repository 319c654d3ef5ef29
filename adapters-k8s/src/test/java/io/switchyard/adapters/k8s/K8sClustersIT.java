package io.switchyard.adapters.k8s;

import io.switchyard.ports.cluster.ClusterIds;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract on a real API server. */
@EnabledIfEnvironmentVariable(named = RealSite.KUBECONFIG, matches = ".+")
final class K8sClustersIT extends K8sClustersContract {

  @TempDir private Path temp;

  @Override
  protected Site site() {
    return new RealSite(temp);
  }

  @Override
  protected ClusterIds ids() {
    return FreshIds.CLUSTERS;
  }
}
