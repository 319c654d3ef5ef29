package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Application;
import io.switchyard.agent.ClusterStatus.Connect;
import io.switchyard.agent.ClusterStatus.Executor;
import io.switchyard.agent.ClusterStatus.Heap;
import io.switchyard.agent.ClusterStatus.Operation;
import io.switchyard.agent.ClusterStatus.Session;
import io.switchyard.agent.ClusterStatus.SessionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** The driver this runs in. */
final class SparkCluster implements Cluster {

  private static final long MB = 1024L * 1024;

  private final SparkContext context;
  private final ConnectServer server;
  private final ConnectBook book;
  private final SparkFleet fleet;
  private volatile @Nullable String applicationId;
  private volatile @Nullable Scaling scaling;
  private volatile Connect connect = Connect.NONE;

  SparkCluster(SparkContext context, ConnectServer server, ConnectBook book) {
    this.context = context;
    this.server = server;
    this.book = book;
    this.fleet = new SparkFleet(context);
  }

  /** Spark has begun; null if it chooses the number of executors itself. */
  void begun(String id, @Nullable Scaling keeper) {
    applicationId = id;
    scaling = keeper;
  }

  void listensAt(Connect where) {
    connect = where;
  }

  Application application() {
    Option<String> ui = context.uiWebUrl();
    return new Application(
        context.version(),
        applicationId,
        ui.isDefined() ? ui.get() : null,
        Instant.ofEpochMilli(context.startTime()));
  }

  Connect connect() {
    return connect;
  }

  @Override
  public ClusterStatus status() {
    List<Session> sessions = server.sessions().orElseGet(book::sessions);
    List<Operation> operations = server.operations().orElseGet(book::operations);
    Scaling keeper = scaling;
    List<Executor> executors = applicationId == null ? List.of() : fleet.executors();
    Runtime memory = Runtime.getRuntime();
    return new ClusterStatus(
        application(),
        connect,
        lastActivity(sessions),
        sessions,
        operations,
        executors,
        keeper == null ? null : keeper.state(executors),
        new Heap((memory.totalMemory() - memory.freeMemory()) / MB, memory.maxMemory() / MB));
  }

  private @Nullable Instant lastActivity(List<Session> sessions) {
    Instant last = book.lastActivityAt();
    for (Session session : sessions) {
      Instant its = session.lastActivityAt();
      if (!session.key().platforms() && (last == null || its.isAfter(last))) {
        last = its;
      }
    }
    return last;
  }

  @Override
  public Scaling.State scale(int target) {
    Scaling keeper = scaling;
    if (keeper == null) {
      throw applicationId == null
          ? Refusal.of(503, "Spark is still starting; try again in a few seconds")
          : Refusal.of(
              409,
              "this server's number of executors is not kept by the platform: "
                  + AgentSettings.EXECUTORS
                  + " was not set when it was started");
    }
    return keeper.to(target);
  }

  @Override
  public void closeSession(SessionKey session) {
    try {
      server.close(session);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw Refusal.of(501, "this Spark has no way to close a session from outside: " + e);
    }
  }

  @Override
  public boolean interrupt(Operation operation) {
    try {
      return server.interrupt(operation);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw Refusal.of(501, "this Spark has no way to interrupt an operation from outside: " + e);
    }
  }

  /** Does what is left to do for the target; nothing if none is kept. */
  void lookAfterExecutors() {
    Scaling keeper = scaling;
    if (keeper != null) {
      keeper.look();
    }
  }

  /** Looks whether Spark Connect listens by now. */
  Optional<Connect> lookForConnect(String driverHost) {
    return server.listening(driverHost);
  }
}
