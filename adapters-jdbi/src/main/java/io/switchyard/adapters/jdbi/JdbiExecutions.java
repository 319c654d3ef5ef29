package io.switchyard.adapters.jdbi;

import static java.util.Comparator.comparing;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobEvent;
import io.switchyard.domain.job.JobEvents;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Change;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.Executions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The work in the store. States that only a later release knows are left to the processes of that
 * release: they are not claimed here, and a request to change one is a {@link TargetFailure}.
 */
final class JdbiExecutions implements Executions {

  private static final String CURRENT =
      "select * from executions where job_id = :job order by attempt desc limit 1";

  private static final String SAVE =
      """
      update executions set
        state = :state, since = :since, message = :message, handle = :handle,
        started_at = :started_at, stop_outcome = :stop_outcome, stop_message = :stop_message,
        outcome = :outcome, failure = :failure, missing_since = :missing_since,
        records_read = :records_read, records_written = :records_written,
        bytes_read = :bytes_read, bytes_written = :bytes_written,
        stages_completed = :stages_completed, tasks_completed = :tasks_completed,
        executor_cpu_time_ms = :executor_cpu_time_ms, ui = :ui,
        backend = :backend, spark_version = :spark_version, placement = :placement,
        connect_token = :connect_token, connect_uri = :connect_uri,
        due_at = :due_at, lease_until = null, version = :version + 1
      where id = :id and version = :version and state <> 'ENDED'
      """;

  /** An index has each half. */
  private static final String WAITING =
      """
      select * from (
        select * from executions where state = 'QUEUED' and backend = :backend
        union all
        select * from executions
        where state = 'PENDING' and backend = :backend and due_at > :ever) as waiting
      where id > :after order by id limit :limit
      """;

  private static final String STATUS =
      "update jobs set status = :status, ended_at = :ended_at where id = :id";

  private final Database database;
  private final DueRows<ExecutionRow> due;
  private final EventWriter events;

  JdbiExecutions(Database database, EventWriter events) {
    this.database = database;
    this.due =
        new DueRows<>(database, "executions", StateRow.LIVE, ExecutionRow.class, ExecutionRow::id);
    this.events = events;
  }

  @Override
  public List<Claimed> claimDue(Instant now, Duration lease, int limit) {
    return due.claim(now, lease, limit, ExecutionRow::claimedNext);
  }

  @Override
  public Optional<Claimed> current(JobId job) {
    return database
        .read(
            "find the current execution of job " + job,
            handle ->
                handle
                    .createQuery(CURRENT)
                    .bind("job", job.value())
                    .mapTo(ExecutionRow.class)
                    .findFirst())
        .map(ExecutionRow::claimed);
  }

  @Override
  public List<Claimed> waiting(BackendId backend, @Nullable ExecutionId after, int limit) {
    List<ExecutionRow> rows =
        database.read(
            "find executions that wait for backend " + backend,
            handle ->
                handle
                    .createQuery(WAITING)
                    .bind("backend", backend.value())
                    .bind("ever", Instant.EPOCH)
                    .bind("after", after == null ? "" : after.value())
                    .bind("limit", limit)
                    .mapTo(ExecutionRow.class)
                    .list());
    return rows.stream().map(ExecutionRow::claimed).toList();
  }

  @Override
  public List<Claimed> save(Collection<Change> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    // Everybody locks in this order, so that savers of the same rows wait instead of deadlocking.
    List<Change> ordered = changes.stream().sorted(comparing(change -> change.now().id())).toList();
    List<Change> written =
        events.during(
            ticket ->
                database.write(
                    "save " + ordered.size() + " executions",
                    handle -> save(handle, ordered, ticket)));
    return written.stream().map(JdbiExecutions::row).map(ExecutionRow::claimedNext).toList();
  }

  /**
   * Saves as a part of a transaction.
   *
   * @param changes in the order of their ids
   * @return the changes that were written; the others had been read before someone else's write
   */
  List<Change> save(Handle handle, List<Change> changes, long ticket) {
    PreparedBatch batch = handle.prepareBatch(SAVE);
    for (Change change : changes) {
      row(change).bind(batch);
      batch.bind("due_at", change.due()).add();
    }
    int[] counts = batch.execute();
    List<Change> written = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        written.add(changes.get(i));
      }
    }
    ExecutionSql.insert(
        handle, written.stream().map(Change::following).filter(Objects::nonNull).toList());
    JdbiLogCaptures.insert(handle, written.stream().map(Change::now).toList());
    JdbiCallbacks.ended(handle, written);
    updateStatuses(handle, written);
    events.write(handle, ticket, written.stream().flatMap(JdbiExecutions::events).toList());
    return written;
  }

  private static Stream<JobEvent> events(Change change) {
    return JobEvents.of(change.was().execution(), change.now(), change.following()).stream();
  }

  /** The job stands where its newest attempt stands; most saves do not move it. */
  private static void updateStatuses(Handle handle, List<Change> written) {
    PreparedBatch batch = handle.prepareBatch(STATUS);
    for (Change change : written) {
      Execution newest = Objects.requireNonNullElse(change.following(), change.now());
      if (newest.state().status() != change.was().execution().state().status()) {
        batch
            .bind("id", newest.job().value())
            .bind("status", newest.state().status().name())
            .bind("ended_at", newest.endedAt())
            .add();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static ExecutionRow row(Change change) {
    return ExecutionRow.of(change.now(), change.was().version());
  }
}
