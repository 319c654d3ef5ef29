package io.switchyard.app;

import io.switchyard.adapters.k8s.K8sConfig;
import io.switchyard.adapters.k8s.K8sConfig.CoreEtl;
import io.switchyard.adapters.k8s.K8sConfig.Release;
import io.switchyard.domain.job.ArtifactUri;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the Kubernetes adapter what our configuration says about a backend of its kind. */
final class KubernetesConfigs {

  private final CoreEtlConfig coreEtl;

  KubernetesConfigs(CoreEtlConfig coreEtl) {
    this.coreEtl = coreEtl;
  }

  K8sConfig of(BackendConfig backend, KubernetesConfig kubernetes) {
    return new K8sConfig(
        backend.id(),
        backend.place(),
        kubernetes.environment(),
        kubernetes.mode(),
        kubernetes.access(),
        kubernetes.namespaces(),
        kubernetes.profile(),
        coreEtl(),
        kubernetes.clusters(),
        kubernetes.client());
  }

  /** The application that comes with this one lies on a disk that no pod has. */
  private CoreEtl coreEtl() {
    Map<String, Release> releases = new HashMap<>();
    coreEtl.versions().forEach((version, release) -> releases.put(version, release(release)));
    ArtifactUri bundled = coreEtl.bundledJar();
    boolean fetchable = bundled != null && !"file".equals(bundled.uri().getScheme());
    return new CoreEtl(
        releases, bundled != null && fetchable ? new Release(bundled, Release.MAIN_CLASS) : null);
  }

  private static Release release(CoreEtlConfig.Release release) {
    @Nullable String main = release.mainClass();
    return new Release(release.jar(), main == null ? Release.MAIN_CLASS : main);
  }
}
