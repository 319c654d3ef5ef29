package io.switchyard.app;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.PlacementTerms.TeamPlace;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where each team runs.
 *
 * @param others that of a team that is not named
 * @param named those of the teams that are
 */
public record TeamPlaces(TeamPlace others, Map<Team, TeamPlace> named) {

  public static final TeamPlaces ANYWHERE = new TeamPlaces(TeamPlace.ANYWHERE, Map.of());

  public TeamPlaces {
    named = Map.copyOf(named);
  }

  /** Refuses a region that is not there. */
  void requireKnown(Set<Region> regions) {
    requireKnown("default", others, regions);
    named.forEach((team, place) -> requireKnown(team.name(), place, regions));
  }

  private static void requireKnown(String team, TeamPlace place, Set<Region> known) {
    Set<Region> named = new HashSet<>(place.residency());
    if (place.home() != null) {
      named.add(place.home());
    }
    named.removeAll(known);
    for (Region region : named) {
      throw InvalidValue.at(
          "teams." + team,
          region.value(),
          "is not one of clusters.regions",
          "add it there, or mend the name");
    }
  }
}
