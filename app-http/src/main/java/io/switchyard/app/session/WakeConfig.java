package io.switchyard.app.session;

import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.text;

import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterSize;
import io.switchyard.domain.cluster.Ttl;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.WakePolicies;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a call makes when its team has none.
 *
 * @param team whose; null for every team
 * @param environment where
 * @param region where, if the call does not say
 */
public record WakeConfig(
    @Nullable Team team,
    Environment environment,
    Region region,
    ClusterSize size,
    List<String> catalogs,
    Ttl ttl) {

  private static final String DEFAULT_TTL = "12h";

  /** Reads all of it; environment and region must be there. */
  static WakeConfig read(InputObject in) {
    var team = in.optional("team", text().then(Team::new));
    var environment = in.required("environment", Environment.reader());
    var region = in.required("region", text().then(Region::new));
    var size = in.optional("size", lowerCaseEnum(ClusterSize.class), ClusterSize.SMALL);
    var catalogs = in.optional("catalogs", listOf(text()), List.of());
    var ttl = in.optional("ttl", text().then(Ttl::parse), Ttl.parse(DEFAULT_TTL));
    return in.build(
        () ->
            new WakeConfig(
                team.get().orElse(null),
                environment.get(),
                region.get(),
                size.get(),
                catalogs.get(),
                ttl.get()));
  }

  private boolean holdsFor(Team asked, Environment there) {
    return (team == null || team.equals(asked)) && environment == there;
  }

  /** The policies of these, of which the first that holds is taken. */
  static WakePolicies policies(List<WakeConfig> all) {
    return new WakePolicies() {
      @Override
      public Optional<ClusterRequest> request(
          Team team, Environment environment, @Nullable Region region, String user, String key) {
        return all.stream()
            .filter(wake -> wake.holdsFor(team, environment))
            .findFirst()
            .map(wake -> wake.request(team, region, user, key));
      }

      @Override
      public Set<Team> teams() {
        return all.stream()
            .flatMap(wake -> Optional.ofNullable(wake.team()).stream())
            .collect(Collectors.toSet());
      }
    };
  }

  private ClusterRequest request(Team whose, @Nullable Region asked, String user, String key) {
    return new ClusterRequest(
        whose,
        user,
        null,
        null,
        environment,
        asked == null ? region : asked,
        ClusterShape.of(size),
        catalogs,
        ttl,
        null,
        null,
        SparkSettings.NONE,
        key);
  }
}
