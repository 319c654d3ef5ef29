package io.switchyard.app;

import io.switchyard.adapters.emr.EmrConfig;
import io.switchyard.adapters.emr.EmrConfig.CoreEtl;
import io.switchyard.adapters.emr.EmrConfig.EtlRelease;
import io.switchyard.domain.job.ArtifactUri;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the EMR adapter what our configuration says about a backend of its kind. */
final class EmrConfigs {

  private final CoreEtlConfig coreEtl;

  EmrConfigs(CoreEtlConfig coreEtl) {
    this.coreEtl = coreEtl;
  }

  EmrConfig of(BackendConfig backend, EmrSettings emr) {
    return new EmrConfig(
        backend.id(),
        backend.place(),
        emr.access(),
        emr.clusters(),
        emr.storage(),
        emr.profile(),
        coreEtl());
  }

  /** The application that comes with this one lies on a disk that no cluster has. */
  private CoreEtl coreEtl() {
    Map<String, EtlRelease> releases = new HashMap<>();
    coreEtl.versions().forEach((version, release) -> releases.put(version, release(release)));
    ArtifactUri bundled = coreEtl.bundledJar();
    boolean fetchable = bundled != null && !"file".equals(bundled.uri().getScheme());
    return new CoreEtl(
        releases,
        bundled != null && fetchable ? new EtlRelease(bundled, EtlRelease.MAIN_CLASS) : null);
  }

  private static EtlRelease release(CoreEtlConfig.Release release) {
    @Nullable String main = release.mainClass();
    return new EtlRelease(release.jar(), main == null ? EtlRelease.MAIN_CLASS : main);
  }
}
