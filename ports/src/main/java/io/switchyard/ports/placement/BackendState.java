package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Condition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all processes know of a backend.
 *
 * @param condition how it fares
 * @param drain since when and by whom it is emptied; null if it is not
 * @param version 0 if it was never written; changes with every write
 */
public record BackendState(BackendId id, Condition condition, @Nullable Drain drain, long version) {

  /**
   * @param by the user who asked for it
   */
  public record Drain(String by, Instant since) {}

  /** Of a backend of which nothing was written yet. */
  public static BackendState unknown(BackendId id) {
    return new BackendState(id, Condition.healthy(Instant.EPOCH), null, 0);
  }

  BackendState faring(Condition next) {
    return new BackendState(id, next, drain, version);
  }

  BackendState draining(@Nullable Drain next) {
    return new BackendState(id, condition, next, version);
  }
}
