package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes, and as whom.
 *
 * @param session its user is what Spark is told, whatever the message says
 * @param on which server that is
 * @param token what the server asks of the gateway; null for a server that asks nothing
 */
public record Route(
    SessionKey session, ServerId on, ServerAddress server, @Nullable ServerToken token) {

  /** The cluster that it goes to; null if it goes to none. */
  public @Nullable ClusterId cluster() {
    return on instanceof ServerId.OfCluster cluster ? cluster.cluster() : null;
  }

  /** The job to whose driver it goes; null if it goes to none. */
  public @Nullable JobId job() {
    return on instanceof ServerId.OfJob driver ? driver.job() : null;
  }
}
