package io.switchyard.app;

import io.switchyard.adapters.standalone.StandaloneConfig;
import io.switchyard.adapters.standalone.StandaloneConfig.Clusters;
import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtl;
import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtlRelease;
import io.switchyard.adapters.standalone.StandaloneConfig.Embedded;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.adapters.standalone.StandaloneConfig.Remote;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Homes;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.domain.job.SparkVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the standalone adapter what our configuration says about a backend of its kind. */
final class StandaloneConfigs {

  private final Config config;
  private final @Nullable CoreEtlRelease bundled;

  StandaloneConfigs(Config config, @Nullable CoreEtlRelease bundled) {
    this.config = config;
    this.bundled = bundled;
  }

  StandaloneConfig of(BackendConfig backend) {
    Path exchange = config.stateDir().resolve("exchange").resolve(backend.id().value());
    return new StandaloneConfig(
        backend.id(),
        backend.place(),
        exchange,
        clusters(backend),
        coreEtl(),
        config.spark().pythons());
  }

  private Clusters clusters(BackendConfig backend) {
    BackendConfig.Embedded size = backend.embedded();
    return size == null
        ? new Remote(backend.masters().stream().map(StandaloneConfigs::address).toList())
        : new Embedded(embedded(size));
  }

  private EmbeddedConfig embedded(BackendConfig.Embedded asked) {
    EmbeddedConfig absent =
        EmbeddedConfig.defaults(config.stateDir().resolve("spark"), System.getenv());
    SparkConfig spark = config.spark();
    List<String> versions = spark.versions().stream().map(SparkVersion::value).toList();
    Homes homes =
        new Homes(
            spark.home() == null ? absent.homes().spark() : spark.home(),
            spark.javaHome() == null ? absent.homes().java() : spark.javaHome());
    Size size =
        new Size(
            asked.cores() == null ? absent.size().cores() : asked.cores(),
            asked.memory() == null ? absent.size().memoryMb() : (int) asked.memory().mebibytes());
    return new EmbeddedConfig(
        absent.stateFolder(),
        versions.isEmpty() ? absent.versions() : versions,
        homes,
        size,
        absent.times());
  }

  private static MasterAddress address(BackendConfig.MasterConfig master) {
    return new MasterAddress(
        master.sparkVersion(),
        master.masterUrl(),
        master.restUrl(),
        master.uiUrl(),
        master.workers(),
        master.cores(),
        master.memory());
  }

  private CoreEtl coreEtl() {
    Map<String, CoreEtlRelease> releases = new HashMap<>();
    config
        .coreEtl()
        .versions()
        .forEach(
            (version, release) -> {
              String main = release.mainClass();
              releases.put(
                  version,
                  new CoreEtlRelease(
                      version, release.jar(), main == null ? CoreEtlRelease.MAIN_CLASS : main));
            });
    return new CoreEtl(releases, bundled);
  }
}
