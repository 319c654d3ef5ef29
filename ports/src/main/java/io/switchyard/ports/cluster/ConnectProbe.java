package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;

/** Asks a Spark Connect server something that it can only answer when it works. */
public interface ConnectProbe {

  /**
   * Whether the server answered a call; blocks for a few seconds at most and never throws for a
   * server that does not. Leaves no session behind.
   */
  boolean answers(ServerAddress address, ServerToken token);
}
