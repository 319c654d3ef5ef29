package io.switchyard.domain.job;

import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import org.jspecify.annotations.Nullable;

/**
 * Where a job is to run, as far as its request says.
 *
 * @param environment what it is for, so that only backends which serve that take it; null for any
 * @param region where to try first; null for the configured order. What a team must not leave is
 *     configuration, not a wish
 * @param preferredBackend the kind of backend to try first; null for the configured order
 */
public record PlaceWish(
    @Nullable Environment environment,
    @Nullable Region region,
    @Nullable BackendKind preferredBackend) {

  /** Anywhere. */
  public static final PlaceWish NONE = new PlaceWish(null, null, null);
}
