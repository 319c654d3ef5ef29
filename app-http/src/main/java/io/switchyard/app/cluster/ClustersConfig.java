package io.switchyard.app.cluster;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.cluster.ClusterNames;
import io.switchyard.domain.cluster.ClusterPolicy;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.Durations;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.Catalogs;
import io.switchyard.ports.cluster.ClusterPolicies;
import io.switchyard.ports.cluster.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of clusters.
 *
 * @param names with the domain that hosts end in
 * @param regions every region there is
 * @param policies the first that holds for a team and environment is taken
 * @param catalogs by name; null for those that come with embedded Spark
 * @param firstReady how long a cluster is said to take before any was made
 * @param keepEnded how long a cluster that is over stays readable
 */
public record ClustersConfig(
    ClusterNames names,
    Set<Region> regions,
    List<PolicyConfig> policies,
    @Nullable Map<String, ServerSettings> catalogs,
    Duration firstReady,
    Duration keepEnded)
    implements ClusterPolicies {

  private static final List<Region> REGIONS =
      List.of(new Region("us-west-2"), new Region("us-east-1"), new Region("eu-west-1"));

  public static final ClustersConfig DEFAULT =
      new ClustersConfig(
          new ClusterNames("switchyard.local"),
          Set.copyOf(REGIONS),
          List.of(),
          null,
          Duration.ofSeconds(30),
          Duration.ofDays(7));

  public ClustersConfig {
    regions = Set.copyOf(regions);
    policies = List.copyOf(policies);
    if (regions.isEmpty()) {
      throw InvalidValue.at("regions", "", "is empty", "list at least one");
    }
  }

  @Override
  public ClusterPolicy of(Team team, Environment environment) {
    return policies.stream()
        .filter(policy -> policy.holdsFor(team, environment))
        .findFirst()
        .map(PolicyConfig::policy)
        .orElse(ClusterPolicy.DEFAULT);
  }

  /**
   * The catalogs of an application with that state folder: without configuration, those of the
   * documentation's examples, as Iceberg tables below that folder.
   */
  public Catalogs catalogsIn(Path stateDir) {
    if (catalogs != null) {
      return new Catalogs(catalogs);
    }
    Map<String, ServerSettings> examples = new LinkedHashMap<>();
    for (String name : List.of("pedregal", "feature_store")) {
      Path warehouse = stateDir.resolve("warehouse").resolve(name);
      examples.put(name, CatalogConfig.icebergPath(warehouse.toUri().toString()));
    }
    return new Catalogs(examples);
  }

  /** Reads domain, regions, policies, catalogs, first_ready and keep_ended; all may be left out. */
  public static ClustersConfig read(InputObject in) {
    var names = in.optional("domain", text().then(ClusterNames::new), DEFAULT.names());
    var regions = in.optional("regions", listOf(text().then(Region::new)), REGIONS);
    var policies = in.optional("policies", listOf(object(PolicyConfig::read)), List.of());
    var catalogs = in.optional("catalogs", ClustersConfig::catalogs);
    var ready =
        in.optional(
            "first_ready",
            Durations.reader(Duration.ofSeconds(1), Duration.ofHours(1)),
            DEFAULT.firstReady());
    var keep = in.optional("keep_ended", Ttl.lengthReader(), DEFAULT.keepEnded());
    return in.build(
        () ->
            new ClustersConfig(
                names.get(),
                Set.copyOf(regions.get()),
                policies.get(),
                catalogs.get().orElse(null),
                ready.get(),
                keep.get()));
  }

  private static Map<String, ServerSettings> catalogs(@Nullable Object raw) {
    return InputObject.read(
        raw,
        in -> {
          Map<String, ServerSettings> read = new LinkedHashMap<>();
          if (raw instanceof Map<?, ?> given) {
            for (Object key : given.keySet()) {
              String name = String.valueOf(key);
              in.optional(name, object(CatalogConfig::read))
                  .get()
                  .ifPresent(settings -> read.put(name, settings));
            }
          }
          return in.build(() -> Map.copyOf(read));
        });
  }
}
