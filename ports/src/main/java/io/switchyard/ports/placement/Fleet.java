package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendSnapshot;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backends as they fare. What it tells is at most {@link #FRESH} older than what the store
 * knows. Methods that ask block for the store and throw {@link TargetFailure} when it does not
 * answer; those that report never fail. Safe for use by several threads.
 */
public interface Fleet {

  /** How old an answer may be. */
  Duration FRESH = Duration.ofSeconds(1);

  /** These backends, on what the store has of them. */
  static Fleet of(
      Backends backends, PlacementTerms terms, BackendStates states, InstantSource clock) {
    return new StoredFleet(backends, terms, states, clock);
  }

  /** Backends that are always well, in their order. */
  static Fleet inOrder(Backends backends, InstantSource clock) {
    return of(backends, PlacementTerms.NONE, BackendStates.NONE, clock);
  }

  Backends backends();

  PlacementTerms terms();

  /** Every backend as it is now, in the configured order. */
  List<BackendSnapshot> snapshots();

  /** What is known of a backend. */
  BackendState state(BackendId id);

  /** Whether work that was not launched had better go elsewhere. */
  boolean shunned(BackendId id);

  /** Whether an operator empties it. */
  boolean draining(BackendId id);

  /** The backends that are emptied. */
  Set<BackendId> drained();

  /** The backend answered, whatever it said. */
  void answered(BackendId id);

  /** The backend was asked for something and failed so. */
  void failed(BackendId id, TargetFailure failure);

  /**
   * Begins to empty a backend, or lets it take work again.
   *
   * @param drain null to let it take work again
   * @return whether that was not so before
   */
  boolean drain(BackendId id, BackendState.@Nullable Drain drain);

  /** Every backend as the store has it now, not a moment older, in the configured order. */
  List<BackendReport> reports();
}
