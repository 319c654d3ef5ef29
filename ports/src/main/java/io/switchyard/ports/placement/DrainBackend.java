package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Empties a backend, or lets it take work again. What runs there goes on to its end; what waits for
 * it is placed elsewhere where it may.
 */
public final class DrainBackend {

  private final Fleet fleet;
  private final InstantSource clock;

  public DrainBackend(Fleet fleet, InstantSource clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /** The answer. */
  public sealed interface Answer {

    /**
     * It is so now.
     *
     * @param changed false if it was so before
     */
    record Done(BackendReport report, boolean changed) implements Answer {}

    /** There is no such backend. */
    record Unknown() implements Answer {}

    /** Only administrators may. */
    record NotAllowed() implements Answer {}
  }

  /**
   * Begins or ends the draining; may be repeated. Every process goes by it within a second or two.
   * Blocks for the store.
   *
   * @param empty true to empty it, false to let it take work again
   */
  public Answer drain(BackendId id, boolean empty, Caller by) {
    if (!by.seesEveryTeam()) {
      return new Answer.NotAllowed();
    } else if (fleet.backends().find(id).isEmpty()) {
      return new Answer.Unknown();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    boolean changed = fleet.drain(id, empty ? new BackendState.Drain(by.user(), now) : null);
    Optional<BackendReport> report =
        fleet.reports().stream().filter(one -> one.backend().id().equals(id)).findFirst();
    return new Answer.Done(report.orElseThrow(), changed);
  }
}
