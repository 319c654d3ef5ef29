package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.ports.placement.Place;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one backend of Spark standalone clusters is run or reached.
 *
 * @param id the backend's name
 * @param place for whom it is
 * @param exchange folder for the files that go with each driver. Drivers must see it under the same
 *     path, as the same user: for clusters of several machines it is on a shared file system. Made
 *     absolute
 * @param clusters one cluster per Spark version
 * @param coreEtl what runs the jobs of {@code config.core_etl}
 * @param pythons interpreters with pyspark by Spark line or release, for clusters whose Spark
 *     brings no Python of its own; a release goes before its line
 */
public record StandaloneConfig(
    BackendId id,
    Place place,
    Path exchange,
    Clusters clusters,
    CoreEtl coreEtl,
    Map<SparkVersion, String> pythons) {

  public StandaloneConfig {
    exchange = exchange.toAbsolutePath().normalize();
    pythons = Map.copyOf(pythons);
    pythons.forEach(
        (version, python) -> {
          if (python.isBlank()) {
            throw InvalidValue.at(
                "pythons." + version, "", "is blank", "name a Python interpreter with pyspark");
          }
        });
  }

  /** A backend for every region and environment. */
  public StandaloneConfig(
      BackendId id,
      Path exchange,
      Clusters clusters,
      CoreEtl coreEtl,
      Map<SparkVersion, String> pythons) {
    this(id, Place.anywhere(BackendKind.STANDALONE), exchange, clusters, coreEtl, pythons);
  }

  /** The folder for the files that go with each server of a cluster, beside {@link #exchange}. */
  Path servers() {
    return exchange.resolveSibling(exchange.getFileName() + "-servers");
  }

  /** Where the clusters come from. */
  public sealed interface Clusters {}

  /** Clusters that live and end with the application. */
  public record Embedded(EmbeddedConfig config) implements Clusters {

    public Embedded {
      if (config.size().cores() < 2 || config.size().memoryMb() < 1024) {
        throw InvalidValue.at(
            "cores",
            config.size().cores() + " cores, " + config.size().memoryMb() + " MB",
            "is too small for a driver and an executor",
            "give at least cores 2 and memory_mb 1024");
      }
    }
  }

  /**
   * Clusters that somebody else runs.
   *
   * @param masters at least one, the default first, no version twice
   */
  public record Remote(List<MasterAddress> masters) implements Clusters {

    public Remote {
      masters = List.copyOf(masters);
      if (masters.isEmpty()) {
        throw InvalidValue.at("masters", "", "is empty", "list at least one master");
      }
      if (masters.stream().map(MasterAddress::version).distinct().count() < masters.size()) {
        throw InvalidValue.at(
            "masters", "", "names a Spark version twice", "give one master per version");
      }
    }
  }

  /**
   * One master, with spark.master.rest.enabled, and what its workers offer.
   *
   * @param version its exact release
   * @param masterUrl {@code spark://host:port}
   * @param restUrl of its submission server, such as {@code http://host:6066}
   * @param uiUrl of its web page, such as {@code http://host:8080}
   * @param workers how many there are, 1 or more
   * @param cores that each offers, 1 or more and 2 if there is only one
   * @param memory that each offers, 512m or more and 1g if there is only one
   */
  public record MasterAddress(
      SparkVersion version,
      String masterUrl,
      URI restUrl,
      URI uiUrl,
      int workers,
      int cores,
      Memory memory) {

    public MasterAddress {
      if (!version.exact()) {
        throw InvalidValue.at("version", version.value(), "is a line", "write the release, 4.1.2");
      }
      if (!masterUrl.startsWith("spark://")) {
        throw InvalidValue.at("master_url", masterUrl, "does not start with spark://", "");
      }
      checkHttp("rest_url", restUrl);
      checkHttp("ui_url", uiUrl);
      new ClusterSize(workers, cores, memory);
    }

    private static void checkHttp(String field, URI url) {
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!http || url.getHost() == null) {
        throw InvalidValue.at(field, "" + url, "is not an http or https URL with a host", "");
      }
    }
  }

  /**
   * What runs the jobs of {@code config.core_etl}.
   *
   * @param releases by the version that jobs ask for
   * @param bundled what runs every version that {@code releases} does not name; null to refuse them
   */
  public record CoreEtl(Map<String, CoreEtlRelease> releases, @Nullable CoreEtlRelease bundled) {

    /** No job of that kind can run. */
    public static final CoreEtl NONE = new CoreEtl(Map.of(), null);

    public CoreEtl {
      releases = Map.copyOf(releases);
    }
  }

  /**
   * One release of the CoreETL application.
   *
   * @param version its own version, for people
   * @param jar where it lies
   * @param mainClass takes {@code --spec-file <path>}
   */
  public record CoreEtlRelease(String version, ArtifactUri jar, String mainClass) {

    public static final String MAIN_CLASS = "io.switchyard.etl.Main";
  }
}
