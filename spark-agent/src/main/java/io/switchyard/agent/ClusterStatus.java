package io.switchyard.agent;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself.
 *
 * @param lastActivityAt when a user last did anything that is known of; null if none did
 * @param scaling null if the platform does not keep the number of executors
 */
record ClusterStatus(
    Application application,
    Connect connect,
    @Nullable Instant lastActivityAt,
    List<Session> sessions,
    List<Operation> operations,
    List<Executor> executors,
    Scaling.@Nullable State scaling,
    Heap heap) {

  /** The Spark application; its id is empty and the UI unknown until Spark has begun. */
  record Application(
      String sparkVersion, @Nullable String id, @Nullable String uiUrl, Instant startedAt) {}

  /** Where Spark Connect listens; neither is known before it does. */
  record Connect(@Nullable String host, @Nullable Integer port) {

    static final Connect NONE = new Connect(null, null);

    Map<String, @Nullable Object> tree() {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("host", host);
      tree.put("port", port);
      tree.put("listening", port != null);
      return tree;
    }
  }

  /** A session is known by its user and id together: two users may choose the same id. */
  record SessionKey(String userId, String id) {

    /** Whether the platform opened it, and no user. */
    boolean platforms() {
      return userId.equals(ClusterPlugin.PLATFORM_USER);
    }
  }

  record Session(SessionKey key, Instant startedAt, Instant lastActivityAt) {}

  record Operation(String id, SessionKey session, Instant startedAt) {}

  /**
   * An executor.
   *
   * @param memoryMb its heap
   * @param storageMb how much of that may hold cached data and shuffles
   * @param storageUsedMb how much does
   * @param leaving whether it takes no more tasks and ends when it has none
   */
  record Executor(
      String id,
      String host,
      int cores,
      long memoryMb,
      long storageMb,
      long storageUsedMb,
      int activeTasks,
      Instant addedAt,
      boolean leaving) {

    Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("id", id);
      tree.put("host", host);
      tree.put("cores", cores);
      tree.put("memory_mb", memoryMb);
      tree.put("storage_mb", storageMb);
      tree.put("storage_used_mb", storageUsedMb);
      tree.put("active_tasks", activeTasks);
      tree.put("added_at", addedAt);
      tree.put("leaving", leaving);
      return tree;
    }
  }

  /** The driver's memory. */
  record Heap(long usedMb, long maxMb) {

    Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("heap_used_mb", usedMb);
      tree.put("heap_max_mb", maxMb);
      return tree;
    }
  }

  ClusterStatus {
    sessions = List.copyOf(sessions);
    operations = List.copyOf(operations);
    executors = List.copyOf(executors);
  }

  /** The same as it is written to clients. */
  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("spark_version", application.sparkVersion());
    tree.put("application_id", application.id());
    tree.put("spark_ui_url", application.uiUrl());
    tree.put("started_at", application.startedAt());
    tree.put("last_activity_at", lastActivityAt);
    tree.put("connect", connect.tree());
    Map<SessionKey, Long> running =
        operations.stream().collect(groupingBy(Operation::session, counting()));
    tree.put("sessions", sessions.stream().map(s -> session(s, running)).toList());
    tree.put("operations", operationsTree());
    tree.put("executors", executors.stream().map(Executor::tree).toList());
    tree.put("executor_target", scaling == null ? null : scaling.target());
    tree.put("executor_limit", scaling == null ? null : scaling.limit());
    tree.put("driver", heap.tree());
    return tree;
  }

  private Map<String, Object> operationsTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("running", operations.size());
    tree.put("list", operations.stream().map(ClusterStatus::operation).toList());
    return tree;
  }

  private static Map<String, Object> session(Session session, Map<SessionKey, Long> running) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("session_id", session.key().id());
    tree.put("user_id", session.key().userId());
    tree.put("started_at", session.startedAt());
    tree.put("last_activity_at", session.lastActivityAt());
    tree.put("running_operations", running.getOrDefault(session.key(), 0L));
    return tree;
  }

  private static Map<String, Object> operation(Operation operation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("operation_id", operation.id());
    tree.put("session_id", operation.session().id());
    tree.put("user_id", operation.session().userId());
    tree.put("started_at", operation.startedAt());
    return tree;
  }
}
