package io.switchyard.domain.placement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where work goes, and why there.
 *
 * @param rule what decided between the chosen backend and the next best; {@link PlacementRule#ONLY}
 *     if there was none
 * @param reason a sentence without a full stop, for people
 * @param waits what keeps the chosen backend from taking the work now, where no backend could; null
 *     if nothing does
 * @param at when that was decided
 * @param refused every other backend, in the configured order
 */
public record Placement(
    BackendId backend,
    PlacementRule rule,
    String reason,
    @Nullable Refusal waits,
    Instant at,
    List<Refusal> refused) {

  public Placement {
    refused = List.copyOf(refused);
  }
}
