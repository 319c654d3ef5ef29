package io.switchyard.domain.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the backend of a job or a cluster. Pure: the same question and the same snapshots give
 * the same answer.
 *
 * <ol>
 *   <li>Filters, in the order of {@link PlacementRule}: what a backend is configured for, whether
 *       it could run the work at all, and whether it can take it now.
 *   <li>Where nobody can take it now, whoever could take it soonest is chosen: those on trial
 *       first, then those without room, then those that fail, then those that are drained.
 *   <li>Of those that are left the ones that the request names, then those first in the configured
 *       order, then those in the team's home region.
 *   <li>Of those, one is drawn by the key, in proportion to weight × room / cost.
 * </ol>
 */
public final class PlacementPolicy {

  /** What backends would make of the work. */
  @FunctionalInterface
  public interface Fits {

    /** Why the backend could never run it, as a sentence; null if it would. */
    @Nullable String refusal(BackendId backend);
  }

  private PlacementPolicy() {}

  /**
   * Where the work goes. Asks {@code fits} of as few backends as possible, the best first.
   *
   * @param backends in the configured order, at least one
   */
  public static Placing place(PlacementAsk ask, List<BackendSnapshot> backends, Fits fits) {
    return new PlacementRound(ask, backends, fits).decide();
  }

  /**
   * The same choice, for people who ask why: {@code fits} is asked of every backend, so that each
   * one's reason is the first in the order of the rules.
   */
  public static Placing explain(PlacementAsk ask, List<BackendSnapshot> backends, Fits fits) {
    PlacementRound round = new PlacementRound(ask, backends, fits);
    round.askEverybody();
    return round.decide();
  }
}
