package io.switchyard.ports.placement;

import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import java.util.Map;

/**
 * What is known of backends, the same for every process. Methods block for the store and throw
 * {@link TargetFailure} when it does not answer.
 */
public interface BackendStates {

  /** Knows nothing and remembers nothing: every backend is healthy and empty. */
  BackendStates NONE =
      new BackendStates() {
        @Override
        public Map<BackendId, BackendState> read() {
          return Map.of();
        }

        @Override
        public boolean save(BackendState next) {
          return false;
        }

        @Override
        public Map<BackendId, Usage> taken() {
          return Map.of();
        }
      };

  /** The backends that were ever written. */
  Map<BackendId, BackendState> read();

  /**
   * Writes a state over the one whose version it has; version 0 is for one that was never written.
   *
   * @return false if somebody else wrote in between, and nothing was written
   */
  boolean save(BackendState next);

  /** What jobs and clusters take that are placed on each backend and have not ended. */
  Map<BackendId, Usage> taken();
}
