package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.Watches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** The watches in the store, and what they are about. */
final class JdbiWatches implements Watches {

  private static final String KNOWN = "select backend from watches where backend = any(:backends)";

  private static final String INSERT =
      """
      insert into watches (backend, due_at, lease_until, version)
      values (:backend, :due_at, null, 0)
      """;

  private static final String DUE =
      """
      select backend, version from watches
      where backend = any(:backends)
        and due_at <= :now and (lease_until is null or lease_until <= :now)
      order by due_at, backend
      for update skip locked
      """;

  private static final String LEASE =
      """
      update watches set version = version + 1, lease_until = :lease_until
      where backend = any(:backends)
      """;

  private static final String RELEASE =
      """
      update watches set due_at = :due_at, lease_until = null, version = version + 1
      where backend = :backend and version = :version
      """;

  private static final String HURRY =
      "update watches set due_at = :due_at where backend = :backend and due_at > :due_at";

  /**
   * The words stand in the text, so that PostgreSQL can tell that its partial index has them all.
   */
  private static final String VERSIONS =
      """
      select id, version from executions
      where backend = :backend and state in ('SUBMITTED', 'RUNNING')
      """;

  private static final String READ =
      """
      select * from executions
      where id = any(:ids) and state in ('SUBMITTED', 'RUNNING')
      """;

  private final Database database;
  private final Set<String> rows = ConcurrentHashMap.newKeySet();

  JdbiWatches(Database database) {
    this.database = database;
  }

  @Override
  public List<Watch> claimDue(Collection<BackendId> backends, Instant now, Duration lease) {
    List<String> names = backends.stream().map(BackendId::value).toList();
    if (names.isEmpty()) {
      return List.of();
    }
    if (!rows.containsAll(names)) {
      insertMissing(names, now);
    }
    return database.lease("claim due watches", handle -> claim(handle, names, now, lease));
  }

  /** Rows never go, so this is done once. */
  private void insertMissing(List<String> names, Instant now) {
    Set<String> missing = new HashSet<>(names);
    database
        .read(
            "read watches",
            handle ->
                handle
                    .createQuery(KNOWN)
                    .bindArray("backends", String.class, names)
                    .mapTo(String.class)
                    .list())
        .forEach(missing::remove);
    for (String name : missing) {
      insert(name, now);
    }
    rows.addAll(names);
  }

  private void insert(String name, Instant now) {
    try {
      database.lease(
          "add a watch",
          handle ->
              handle.createUpdate(INSERT).bind("backend", name).bind("due_at", now).execute());
    } catch (TargetFailure failure) {
      // Another process was faster.
      if (!StoreFailures.isDuplicate(failure)) {
        throw failure;
      }
    }
  }

  private static List<Watch> claim(Handle handle, List<String> names, Instant now, Duration lease) {
    List<Watch> due =
        handle
            .createQuery(DUE)
            .bindArray("backends", String.class, names)
            .bind("now", now)
            .map(
                (row, context) ->
                    new Watch(new BackendId(row.getString("backend")), row.getLong("version") + 1))
            .list();
    if (!due.isEmpty()) {
      handle
          .createUpdate(LEASE)
          .bind("lease_until", now.plus(lease))
          .bindArray("backends", String.class, due.stream().map(w -> w.backend().value()).toList())
          .execute();
    }
    return due;
  }

  @Override
  public boolean release(Watch watch, Instant due) {
    return database.lease(
            "release a watch",
            handle ->
                handle
                    .createUpdate(RELEASE)
                    .bind("backend", watch.backend().value())
                    .bind("version", watch.version())
                    .bind("due_at", due)
                    .execute())
        == 1;
  }

  @Override
  public void hurry(BackendId backend, Instant due) {
    database.lease(
        "hurry a watch",
        handle ->
            handle
                .createUpdate(HURRY)
                .bind("backend", backend.value())
                .bind("due_at", due)
                .execute());
  }

  @Override
  public Map<ExecutionId, Long> versions(BackendId backend) {
    return database.read(
        "read what is watched",
        handle -> {
          Map<ExecutionId, Long> versions = new HashMap<>();
          handle
              .createQuery(VERSIONS)
              .bind("backend", backend.value())
              .map(
                  (row, context) -> versions.put(new ExecutionId(row.getString(1)), row.getLong(2)))
              .forEach(ignored -> {});
          return versions;
        });
  }

  @Override
  public List<Claimed> read(Collection<ExecutionId> executions) {
    if (executions.isEmpty()) {
      return List.of();
    }
    List<ExecutionRow> read =
        database.read(
            "read watched executions",
            handle ->
                handle
                    .createQuery(READ)
                    .bindArray(
                        "ids", String.class, executions.stream().map(ExecutionId::value).toList())
                    .mapTo(ExecutionRow.class)
                    .list());
    List<Claimed> claimed = new ArrayList<>();
    read.forEach(row -> claimed.add(row.claimed()));
    return claimed;
  }
}
