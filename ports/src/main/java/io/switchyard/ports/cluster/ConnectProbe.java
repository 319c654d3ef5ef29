package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;

/** Asks a Spark Connect server something that it can only answer when it works. */
public interface ConnectProbe {

  /**
   * Whose session a probe opens; no user has this name, since names of users have no colon first.
   */
  String USER = ":switchyard";

  /**
   * Whether the server answered a call; blocks for a few seconds at most and never throws for a
   * server that does not. A session that it leaves behind is that of {@link #USER}.
   */
  boolean answers(ServerAddress address, ServerToken token);
}
