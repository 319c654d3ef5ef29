package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.session.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes, and as whom.
 *
 * @param session its user is what Spark is told, whatever the message says
 * @param token what the server asks of the gateway; null for a server that asks nothing
 */
public record Route(
    SessionKey session, ClusterId cluster, ServerAddress server, @Nullable ServerToken token) {}
