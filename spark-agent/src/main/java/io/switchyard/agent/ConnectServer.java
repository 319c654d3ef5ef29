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
      Object server = Mirror.call(service, "server");
      if (server == null) {
        return Optional.empty();
      }
      // The server's own class is not public; the type that Spark declares for it is.
      Class<?> type = service.getClass().getMethod("server").getReturnType();
      Object port = Mirror.call(type, server, "getPort");
      return port instanceof Integer number && number > 0
          ? Optional.of(new Connect(host(service, driverHost), number))
          : Optional.empty();
    } catch (ReflectiveOperationException
        | UnknownHostException
        | RuntimeException
        | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Spark 3.5 has no setting for it, and listens everywhere. */
  private static String host(Object service, String driverHost)
      throws ReflectiveOperationException, UnknownHostException {
    String bound;
    try {
      bound = Mirror.text(service, "hostAddress");
    } catch (NoSuchMethodException e) {
      bound = "0.0.0.0";
    }
    return Addresses.reachable(InetAddress.getByName(bound), driverHost);
  }

  /** The open sessions; Spark 3.5 does not tell them. */
  Optional<List<Session>> sessions() {
    try {
      Object manager = Mirror.get(service(), "sessionManager");
      List<Session> sessions = new ArrayList<>();
      for (Object info : Mirror.list(Mirror.get(manager, "listActiveSessions"))) {
        Instant started = Instant.ofEpochMilli(Mirror.number(info, "startTimeMs"));
        Instant active = Instant.ofEpochMilli(Mirror.number(info, "lastAccessTimeMs"));
        sessions.add(new Session(key(info), started, active));
      }
      return Optional.of(sessions);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The operations that have not ended. */
  Optional<List<Operation>> operations() {
    try {
      List<Operation> operations = new ArrayList<>();
      Either<?, ?> active = (Either<?, ?>) Mirror.get(service(), "listActiveExecutions");
      if (active.isRight()) {
        for (Object info : Mirror.list(active.toOption().get())) {
          if (!ENDED.contains(Mirror.text(info, "status"))) {
            operations.add(
                new Operation(Mirror.text(info, "operationId"), key(info), created(info)));
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
      return Instant.ofEpochMilli(Mirror.number(info, "creationTime"));
    } catch (NoSuchMethodException e) {
      long age = System.nanoTime() - Mirror.number(info, "creationTimeNs");
      return time.instant().minusNanos(age);
    }
  }

  private static SessionKey key(Object info) throws ReflectiveOperationException {
    return new SessionKey(Mirror.text(info, "userId"), Mirror.text(info, "sessionId"));
  }

  void close(SessionKey session) throws ReflectiveOperationException {
    Object service = service();
    try {
      Object manager = Mirror.get(service, "sessionManager");
      Mirror.call(manager, "closeSession", sparks(session), false);
    } catch (NoSuchMethodException e) {
      // Spark 3.5.
      Mirror.call(service, "invalidateSession", session.userId(), session.id());
    }
  }

  /** Interrupts an operation; false if it had ended. */
  boolean interrupt(Operation operation) throws ReflectiveOperationException {
    Optional<Object> holder = holder(operation.session());
    return holder.isPresent()
        && !Mirror.list(Mirror.get(holder.get(), "interruptOperation", operation.id())).isEmpty();
  }

  private Optional<Object> holder(SessionKey session) throws ReflectiveOperationException {
    Object service = service();
    try {
      Object manager = Mirror.get(service, "sessionManager");
      Option<?> found =
          (Option<?>) Mirror.get(manager, "getIsolatedSessionIfPresent", sparks(session));
      return found.isDefined() ? Optional.of(found.get()) : Optional.empty();
    } catch (NoSuchMethodException e) {
      // Spark 3.5.
      return Optional.of(Mirror.get(service, "getIsolatedSession", session.userId(), session.id()));
    }
  }

  private Object sparks(SessionKey session) throws ReflectiveOperationException {
    return Class.forName(PACKAGE + "SessionKey", true, loader)
        .getConstructor(String.class, String.class)
        .newInstance(session.userId(), session.id());
  }
}
