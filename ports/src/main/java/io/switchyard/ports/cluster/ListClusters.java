package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterStatus;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.cluster.ClusterFilter.Position;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists clusters, a page at a time. */
public final class ListClusters {

  public static final int MAX_LIMIT = 500;

  private final Clusters clusters;

  public ListClusters(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * What to list.
   *
   * @param team only this team's clusters; null for all the caller may see
   * @param limit page size, 1 to {@value ListClusters#MAX_LIMIT}
   * @param before where the page before ended; null for the first page
   */
  public record Query(
      @Nullable Team team,
      @Nullable Environment environment,
      @Nullable Region region,
      @Nullable ClusterStatus status,
      int limit,
      @Nullable Position before) {

    public Query {
      if (limit < 1 || limit > MAX_LIMIT) {
        throw InvalidValue.at("limit", "" + limit, "is outside 1 to " + MAX_LIMIT, "");
      }
    }
  }

  /**
   * One page.
   *
   * @param next list on from there; null at the end
   * @param total how many match in all
   */
  public record Page(List<Cluster> clusters, @Nullable Position next, long total) {

    public Page {
      clusters = List.copyOf(clusters);
    }
  }

  /** One page of the clusters that the caller may see, newest first. Blocks for the store. */
  public Page list(Query query, Caller by) {
    ClusterFilter filter =
        new ClusterFilter(
            teams(query.team(), by),
            query.environment(),
            query.region(),
            query.status(),
            query.before());
    List<Cluster> found = clusters.list(filter, query.limit() + 1);
    long total = clusters.count(filter);
    if (found.size() <= query.limit()) {
      return new Page(found, null, total);
    }
    List<Cluster> page = found.subList(0, query.limit());
    Cluster last = page.get(page.size() - 1);
    return new Page(page, new Position(last.createdAt(), last.id()), total);
  }

  private static @Nullable Set<Team> teams(@Nullable Team asked, Caller by) {
    if (asked == null) {
      return by.seesEveryTeam() ? null : by.teams();
    }
    return by.mayRead(asked) ? Set.of(asked) : Set.of();
  }
}
