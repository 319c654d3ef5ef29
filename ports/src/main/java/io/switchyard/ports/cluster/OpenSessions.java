package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;

/**
 * The sessions that were let in to a cluster and are not over. Servers tell of theirs, too, but a
 * few seconds later.
 */
@FunctionalInterface
public interface OpenSessions {

  /**
   * How many there are now. Blocks for the store.
   *
   * @throws io.switchyard.ports.TargetFailure if the store does not answer
   */
  long on(ClusterId cluster);
}
