package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Connect;
import io.switchyard.agent.ClusterStatus.Operation;
import io.switchyard.agent.ClusterStatus.Session;
import io.switchyard.agent.ClusterStatus.SessionKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.util.Either;

/**
 * The Spark Connect server of this driver, asked by reflection, since its classes are not public to
 * Java and differ between lines. What a line cannot answer is empty.
 */
final class ConnectServer {

  private static final String PACKAGE = "org.apache.spark.sql.connect.service.";
  private static final Set<String> ENDED = Set.of("Finished", "Failed", "Canceled", "Closed");

  private final ClassLoader loader;
  private final InstantSource time;

  ConnectServer(ClassLoader loader, InstantSource time) {
    this.loader = loader;
    this.time = time;
  }

  private Object service() throws ReflectiveOperationException {
    return Mirror.module(PACKAGE + "SparkConnectService", loader);
  }

  /** Where it listens, reached at {@code driverHost} if it does so everywhere; empty before. */
  Optional<Connect> listening(String driverHost) {
    try {
      Object service = service();
      Class<?> type = service.getClass().getMethod("server").getReturnType();
      Object server = Mirror.call(service, "server");
      if (server == null) {
        return Optional.empty();
      }
      int port = (Integer) orElse(Mirror.call(type, server, "getPort"), -1);
      return port <= 0
          ? Optional.empty()
          : Optional.of(new Connect(host(service, driverHost), port));
    } catch (ReflectiveOperationException
        | UnknownHostException
        | RuntimeException
        | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Object orElse(@Nullable Object value, Object other) {
    return value == null ? other : value;
  }

  /** Spark 3.5 has no setting for it, and listens everywhere. */
  private static String host(Object service, String driverHost)
      throws ReflectiveOperationException, UnknownHostException {
    String bound;
    try {
      bound = String.valueOf(Mirror.call(service, "hostAddress"));
    } catch (NoSuchMethodException e) {
      bound = "0.0.0.0";
    }
    return Addresses.reachable(InetAddress.getByName(bound), driverHost);
  }

  /** The open sessions; Spark 3.5 does not tell them. */
  Optional<List<Session>> sessions() {
    try {
      Object manager = orElse(Mirror.call(service(), "sessionManager"), "");
      List<Session> sessions = new ArrayList<>();
      for (Object info : Mirror.list(Mirror.call(manager, "listActiveSessions"))) {
        sessions.add(
            new Session(
                key(info), instant(info, "startTimeMs"), instant(info, "lastAccessTimeMs")));
      }
      return Optional.of(sessions);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The operations that have not ended, whether or not their results are read already. */
  Optional<List<Operation>> operations() {
    try {
      List<Operation> operations = new ArrayList<>();
      Either<?, ?> active =
          (Either<?, ?>) orElse(Mirror.call(service(), "listActiveExecutions"), "");
      if (active.isRight()) {
        for (Object info : Mirror.list(active.toOption().get())) {
          if (!ENDED.contains(String.valueOf(Mirror.call(info, "status")))) {
            operations.add(new Operation(text(info, "operationId"), key(info), created(info)));
          }
        }
      }
      return Optional.of(operations);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Spark 3.5 gives the time of day, later lines a reading of the machine's timer. */
  private Instant created(Object info) throws ReflectiveOperationException {
    try {
      return instant(info, "creationTime");
    } catch (NoSuchMethodException e) {
      long nanos = (Long) orElse(Mirror.call(info, "creationTimeNs"), 0L);
      return time.instant().minusNanos(System.nanoTime() - nanos);
    }
  }

  private static SessionKey key(Object info) throws ReflectiveOperationException {
    return new SessionKey(text(info, "userId"), text(info, "sessionId"));
  }

  private static String text(Object info, String name) throws ReflectiveOperationException {
    return String.valueOf(Mirror.call(info, name));
  }

  private static Instant instant(Object info, String name) throws ReflectiveOperationException {
    return Instant.ofEpochMilli((Long) orElse(Mirror.call(info, name), 0L));
  }

  void close(SessionKey session) throws ReflectiveOperationException {
    Object service = service();
    try {
      Object manager = orElse(Mirror.call(service, "sessionManager"), "");
      Mirror.call(manager, "closeSession", sparks(session), false);
    } catch (NoSuchMethodException e) {
      // Spark 3.5.
      Mirror.call(service, "invalidateSession", session.userId(), session.id());
    }
  }

  /** Interrupts an operation; false if it had ended. */
  boolean interrupt(Operation operation) throws ReflectiveOperationException {
    Object holder = holder(operation.session());
    return holder != null
        && !Mirror.list(Mirror.call(holder, "interruptOperation", operation.id())).isEmpty();
  }

  private @Nullable Object holder(SessionKey session) throws ReflectiveOperationException {
    Object service = service();
    try {
      Object manager = orElse(Mirror.call(service, "sessionManager"), "");
      Option<?> found =
          (Option<?>)
              orElse(
                  Mirror.call(manager, "getIsolatedSessionIfPresent", sparks(session)),
                  Option.empty());
      return found.isDefined() ? found.get() : null;
    } catch (NoSuchMethodException e) {
      // Spark 3.5.
      return Mirror.call(service, "getIsolatedSession", session.userId(), session.id());
    }
  }

  private Object sparks(SessionKey session) throws ReflectiveOperationException {
    return Class.forName(PACKAGE + "SessionKey", true, loader)
        .getConstructor(String.class, String.class)
        .newInstance(session.userId(), session.id());
  }
}
