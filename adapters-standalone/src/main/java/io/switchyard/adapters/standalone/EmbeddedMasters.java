package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Phase;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Masters that live with the application. */
final class EmbeddedMasters implements Masters {

  private final EmbeddedSparks sparks;
  private final EmbeddedConfig config;

  EmbeddedMasters(EmbeddedSparks sparks, EmbeddedConfig config) {
    this.sparks = sparks;
    this.config = config;
  }

  @Override
  public List<SparkVersion> versions() {
    return sparks.versions().stream().map(SparkVersion::new).toList();
  }

  /** A cluster that was adopted may have another size; room is checked against what it says. */
  @Override
  public ClusterSize size(SparkVersion version) {
    return new ClusterSize(1, config.size().cores(), new Memory(config.size().memoryMb()));
  }

  @Override
  public Optional<Master> master(SparkVersion version) {
    if (!versions().contains(version)) {
      return Optional.empty();
    }
    Optional<Endpoints> endpoints = sparks.endpoints(version.value());
    if (endpoints.isEmpty()) {
      throw TargetFailure.withoutEffect(TargetFailure.Kind.UNREACHABLE, status(version));
    }
    Endpoints e = endpoints.get();
    return Optional.of(
        new Master(
            version, e.masterUrl(), e.restUrl(), e.masterUiUrl(), e.runtime().moduleOptions()));
  }

  @Override
  public boolean onThisMachine() {
    return true;
  }

  /** What Maven fetches has none; an installed Spark serves for the one release it holds. */
  @Override
  public boolean bringsPython(SparkVersion version) {
    Path home = config.homes().spark();
    return home != null
        && Files.isDirectory(home.resolve("python").resolve("pyspark"))
        && List.of("2.12", "2.13").stream()
            .map(scala -> "spark-core_" + scala + "-" + version + ".jar")
            .anyMatch(jar -> Files.exists(home.resolve("jars").resolve(jar)));
  }

  @Override
  public String status(SparkVersion version) {
    return sparks.status(version.value()).sentence();
  }

  @Override
  public boolean ready() {
    return sparks.status(versions().get(0).value()).phase() == Phase.READY;
  }

  @Override
  public void close() {
    sparks.close();
  }
}
