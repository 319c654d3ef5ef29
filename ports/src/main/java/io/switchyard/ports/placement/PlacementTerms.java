package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendTerms;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What placement is configured with.
 *
 * @param regions every region there is; empty if requests may name any
 * @param backends by their ids; one that is absent takes anything, after all before it in the
 *     configured order
 * @param others where teams may run that are not named
 * @param teams where the others may
 */
public record PlacementTerms(
    Set<Region> regions,
    Map<BackendId, BackendTerms> backends,
    TeamPlace others,
    Map<Team, TeamPlace> teams) {

  /** Backends in their order, for everybody. */
  public static final PlacementTerms NONE =
      new PlacementTerms(Set.of(), Map.of(), TeamPlace.ANYWHERE, Map.of());

  public PlacementTerms {
    regions = Set.copyOf(regions);
    backends = Map.copyOf(backends);
    teams = Map.copyOf(teams);
  }

  public TeamPlace of(Team team) {
    return teams.getOrDefault(team, others);
  }

  BackendTerms of(BackendId backend, int place) {
    BackendTerms terms = backends.get(backend);
    return terms == null ? BackendTerms.ofOrder(place) : terms;
  }

  /**
   * Where a team runs.
   *
   * @param residency the regions that nothing of it may leave; empty for none
   * @param home the region where it runs best; null for any
   */
  public record TeamPlace(Set<Region> residency, @Nullable Region home) {

    public static final TeamPlace ANYWHERE = new TeamPlace(Set.of(), null);

    public TeamPlace {
      residency = Set.copyOf(residency);
    }
  }
}
