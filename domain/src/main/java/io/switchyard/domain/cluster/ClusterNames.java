package io.switchyard.domain.cluster;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts and namespaces of clusters. Team, environment and region are joined by hyphens as they
 * are, so that two pairs could read the same; that no two clusters share a host is for the store to
 * keep, which looks hosts up whole. A cluster's own name is a label of its own, since names and
 * team names have no dots.
 *
 * @param domain what every host ends in, such as {@code spark.example.com}
 */
public record ClusterNames(String domain) {

  /** The port of the gateway, which answers for every host. */
  public static final int PORT = 15002;

  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  public ClusterNames {
    // A host has 253 characters at most, and up to 105 stand before the domain.
    if (domain.length() > 140 || !DOMAIN.matcher(domain).matches()) {
      throw InvalidValue.of(
          domain, "is not a domain", "use labels of a-z, 0-9 and hyphen, 140 characters in all");
    }
  }

  /** The host that is a cluster's own. */
  public String host(ClusterRequest request) {
    ClusterName name = request.name();
    String unnamed = host(request.team(), request.environment(), request.region());
    return (name == null ? "" : name + ".") + unnamed;
  }

  /** The host of a team's cluster without a name in that place. */
  public String host(Team team, Environment environment, Region region) {
    return team + "-" + environment.word() + "-" + region + "." + domain;
  }

  /**
   * The short host of a team's default cluster in an environment, wherever it is: {@code
   * <team>-<environment>}, or the team alone in production.
   */
  public String shortHost(ClusterRequest request) {
    return shortHost(request.team(), request.environment());
  }

  /** As {@link #shortHost(ClusterRequest)}. */
  public String shortHost(Team team, Environment environment) {
    boolean production = environment == Environment.PROD;
    return team + (production ? "" : "-" + environment.word()) + "." + domain;
  }

  /** The hosts that a cluster of this request answers to, its own first. */
  public List<String> hosts(ClusterRequest request) {
    return request.name() == null
        ? List.of(host(request), shortHost(request))
        : List.of(host(request));
  }

  /** What clients connect to. */
  public static String endpoint(String host) {
    return "sc://" + host + ":" + PORT;
  }

  /** Where a team's clusters of one environment live on backends that have namespaces. */
  public static String namespace(ClusterRequest request) {
    return "sjns-" + request.team() + "-" + request.environment().word();
  }

  /** The display name of a cluster that was given none. */
  public static String displayName(ClusterRequest request) {
    @Nullable ClusterName name = request.name();
    return name != null
        ? name.value()
        : request.team() + "-" + request.environment().word() + "-cluster";
  }
}
