package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.ports.job.JobIds;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract on a real API server. */
@EnabledIfEnvironmentVariable(named = RealSite.KUBECONFIG, matches = ".+")
final class ApacheOperatorIT extends K8sContract {

  @TempDir private Path temp;

  @Override
  protected Mode mode() {
    return Mode.APACHE_OPERATOR;
  }

  @Override
  protected Site site() {
    return new RealSite(temp);
  }

  @Override
  protected JobIds ids() {
    return FreshIds.IDS;
  }
}
