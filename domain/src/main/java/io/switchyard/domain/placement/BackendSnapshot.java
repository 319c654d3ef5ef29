package io.switchyard.domain.placement;

import java.util.Set;

/**
 * A backend as it is at one moment.
 *
 * @param regions those it stands for; empty for every one, and then it is in no fence
 * @param environments those it serves; empty for all
 * @param runsClusters whether its kind runs clusters, too
 * @param share of the work that would go to it which it gets while it fails or is on trial, 0 to 1
 * @param usedCores by what is placed there and has not ended
 * @param usedMemoryMb as {@code usedCores}, in mebibytes
 */
public record BackendSnapshot(
    BackendId id,
    BackendKind kind,
    Set<Region> regions,
    Set<Environment> environments,
    BackendTerms terms,
    boolean runsClusters,
    Health health,
    double share,
    boolean draining,
    long usedCores,
    long usedMemoryMb) {

  public BackendSnapshot {
    regions = Set.copyOf(regions);
    environments = Set.copyOf(environments);
  }

  boolean hasRoom(PlacementAsk ask) {
    Long cores = terms.cores();
    Long memory = terms.memoryMb();
    return (cores == null || usedCores + ask.cores() <= cores)
        && (memory == null || usedMemoryMb + ask.memoryMb() <= memory);
  }

  boolean standsIn(Region region) {
    return regions.isEmpty() || regions.contains(region);
  }

  /** What part of its room is left, 0.01 to 1; 1 if it has no bounds. */
  double headroom() {
    Long cores = terms.cores();
    Long memory = terms.memoryMb();
    double left = 1;
    if (cores != null) {
      left = Math.min(left, 1 - (double) usedCores / cores);
    }
    if (memory != null) {
      left = Math.min(left, 1 - (double) usedMemoryMb / memory);
    }
    return Math.max(0.01, left);
  }
}
