package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters to list; every condition must hold.
 *
 * @param teams clusters of one of these teams; null for every team, empty for none
 * @param environment clusters there; null for any
 * @param region clusters there; null for any
 * @param status clusters that stand there; null for any
 * @param before clusters that come after this one in the list; null to start with the newest
 */
public record ClusterFilter(
    @Nullable Set<Team> teams,
    @Nullable Environment environment,
    @Nullable Region region,
    @Nullable ClusterStatus status,
    @Nullable Position before) {

  public static final ClusterFilter ALL = new ClusterFilter(null, null, null, null, null);

  /**
   * A place in the list, which is ordered by creation and then by id.
   *
   * @param createdAt when the cluster there was made
   */
  public record Position(Instant createdAt, ClusterId id) {}

  public ClusterFilter {
    teams = teams == null ? null : Set.copyOf(teams);
  }
}
