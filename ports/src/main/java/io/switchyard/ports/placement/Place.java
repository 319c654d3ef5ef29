package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import java.util.Set;

/**
 * What kind of backend one is, and for whom.
 *
 * @param regions the regions it stands for; empty for every region
 * @param environments the environments it serves; empty for all
 */
public record Place(BackendKind kind, Set<Region> regions, Set<Environment> environments) {

  public Place {
    regions = Set.copyOf(regions);
    environments = Set.copyOf(environments);
  }

  /** A backend of that kind for every region and environment. */
  public static Place anywhere(BackendKind kind) {
    return new Place(kind, Set.of(), Set.of());
  }

  public boolean serves(Environment environment, Region region) {
    return (regions.isEmpty() || regions.contains(region))
        && (environments.isEmpty() || environments.contains(environment));
  }
}
