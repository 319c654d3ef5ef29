package io.switchyard.adapters.connect;

import io.grpc.StatusRuntimeException;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.ports.cluster.ConnectProbe;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server for its version of Spark, as every client does first. The server makes a session
 * for whoever asks, so that one is released afterwards; servers before 4.0 cannot, and drop it when
 * it was idle for an hour.
 */
public final class SparkConnectProbe implements ConnectProbe {

  private static final Logger LOG = LoggerFactory.getLogger(SparkConnectProbe.class);

  private final Supplier<String> sessionIds;
  private final Duration limit;

  /**
   * @param sessionIds a new UUID at each call, as Spark wants sessions to be named
   * @param limit how long a call may take
   */
  public SparkConnectProbe(Supplier<String> sessionIds, Duration limit) {
    this.sessionIds = sessionIds;
    this.limit = limit;
  }

  @Override
  public boolean answers(ServerAddress address, ServerToken token) {
    String session = sessionIds.get();
    try (ServerCalls server = ServerCalls.to(address, token, limit)) {
      server.call("AnalyzePlan", ConnectMessages.askVersion(session));
      release(server, session);
      return true;
    } catch (StatusRuntimeException e) {
      LOG.atDebug()
          .addKeyValue("address", address)
          .addKeyValue("status", e.getStatus())
          .log("server does not answer yet");
      return false;
    }
  }

  private static void release(ServerCalls server, String session) {
    try {
      server.call("ReleaseSession", ConnectMessages.release(ConnectProbe.USER, session));
    } catch (StatusRuntimeException e) {
      LOG.atDebug().addKeyValue("status", e.getStatus()).log("session of a probe stays");
    }
  }
}
