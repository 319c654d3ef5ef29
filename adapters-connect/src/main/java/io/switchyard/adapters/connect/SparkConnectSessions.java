package io.switchyard.adapters.connect;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.session.Route;
import io.switchyard.ports.session.SessionServer;
import java.time.Duration;

/** Interrupts and releases sessions as their own clients would. */
public final class SparkConnectSessions implements SessionServer {

  private final Duration limit;

  /**
   * @param limit how long a call may take
   */
  public SparkConnectSessions(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void interrupt(Route session, String operationId) {
    SessionKey key = session.session();
    call(session, "Interrupt", ConnectMessages.interrupt(key.user(), key.sessionId(), operationId));
  }

  @Override
  public void release(Route session) {
    SessionKey key = session.session();
    call(session, "ReleaseSession", ConnectMessages.release(key.user(), key.sessionId()));
  }

  private void call(Route to, String method, byte[] request) {
    try (ServerCalls server = ServerCalls.to(to.server(), to.token(), limit)) {
      server.call(method, request);
    } catch (StatusRuntimeException e) {
      if (!unknownThere(e.getStatus())) {
        throw TargetFailure.unknownEffect(
            Kind.UNREACHABLE,
            "the server at " + to.server() + " did not take " + method + ": " + e.getStatus(),
            e);
      }
    }
  }

  /** Servers before 4.0 know no release; a session that is not there needs neither. */
  private static boolean unknownThere(Status status) {
    String said = String.valueOf(status.getDescription());
    return status.getCode() == Status.Code.UNIMPLEMENTED || said.contains("INVALID_HANDLE");
  }
}
