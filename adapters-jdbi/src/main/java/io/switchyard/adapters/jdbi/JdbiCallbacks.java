package io.switchyard.adapters.jdbi;

import static java.util.stream.Collectors.toMap;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.Callback;
import io.switchyard.ports.job.Callbacks;
import io.switchyard.ports.job.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The callbacks in the store. */
final class JdbiCallbacks implements Callbacks {

  private static final String INSERT =
      """
      insert into callbacks
        (job_id, url, host, state, tries, last_error, version)
      values
        (:job_id, :url, :host, :state, 0, '', 1)
      """;

  private static final String ENDED =
      "update callbacks set asked_at = :ended_at, due_at = :ended_at where job_id = :job_id";

  /** Those that are held come first in the count of their host's share. */
  private static final String DUE =
      """
      select * from callbacks
      where (lease_until is null or lease_until <= :now)
        and due_at <= :now
        and job_id in (
          select job_id from (
            select job_id, row_number() over (
              partition by host
              order by case when lease_until > :now then 0 else 1 end, due_at, job_id) as place
            from callbacks where due_at <= :now) shares
          where place <= :per_host)
      order by due_at, job_id
      limit :limit
      for update skip locked
      """;

  private static final String LEASE =
      """
      update callbacks set version = version + 1, lease_until = :lease_until
      where job_id = any(:ids)
      """;

  private static final String SAVE =
      """
      update callbacks set
        state = :state, tries = :tries, last_try_at = :last_try_at, last_status = :last_status,
        last_error = :last_error, due_at = :due_at, lease_until = null, version = version + 1
      where job_id = :job_id and version = :version
      """;

  private static final String OF = "select * from callbacks where job_id = any(:ids)";

  private final Database database;

  JdbiCallbacks(Database database) {
    this.database = database;
  }

  /** Adds the callback that the job asks for, in the transaction of {@code handle}. */
  static void insert(Handle handle, Job job) {
    Callback.of(job)
        .ifPresent(
            callback ->
                handle
                    .createUpdate(INSERT)
                    .bind("job_id", job.id().value())
                    .bind("url", callback.url().value())
                    .bind("host", callback.url().host())
                    .bind("state", callback.state().name())
                    .execute());
  }

  /** Makes the callbacks of jobs that these changes end due, in the transaction of the changes. */
  static void ended(Handle handle, Collection<Change> changes) {
    PreparedBatch batch = handle.prepareBatch(ENDED);
    changes.stream()
        .filter(change -> change.now().ended() && change.following() == null)
        .forEach(
            change ->
                batch
                    .bind("job_id", change.now().job().value())
                    .bind("ended_at", change.now().state().since())
                    .add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  @Override
  public List<Claim> claimDue(Instant now, Duration lease, int limit, int perHost) {
    return database.lease(
        "claim due callbacks", handle -> claim(handle, now, lease, limit, perHost));
  }

  private static List<Claim> claim(
      Handle handle, Instant now, Duration lease, int limit, int perHost) {
    List<CallbackRow> due =
        handle
            .createQuery(DUE)
            .bind("now", now)
            .bind("limit", limit)
            .bind("per_host", perHost)
            .map(CallbackRow::map)
            .list();
    if (!due.isEmpty()) {
      handle
          .createUpdate(LEASE)
          .bind("lease_until", now.plus(lease))
          .bindArray("ids", String.class, due.stream().map(CallbackRow::job).toList())
          .execute();
    }
    return due.stream().flatMap(row -> row.claimed().stream()).toList();
  }

  @Override
  public boolean save(Claim was, Callback now) {
    return database.write(
            "save the callback of job " + now.job(),
            handle ->
                handle
                    .createUpdate(SAVE)
                    .bind("job_id", now.job().value())
                    .bind("state", now.state().name())
                    .bind("tries", now.tries())
                    .bind("last_try_at", now.lastTry())
                    .bind("last_status", now.lastStatus())
                    .bind("last_error", Column.storable(now.lastError()))
                    .bind("due_at", now.next())
                    .bind("version", was.version())
                    .execute())
        == 1;
  }

  @Override
  public Map<JobId, Callback> of(Collection<JobId> jobs) {
    if (jobs.isEmpty()) {
      return Map.of();
    }
    List<CallbackRow> rows =
        database.read(
            "read how far callbacks are",
            handle ->
                handle
                    .createQuery(OF)
                    .bindArray("ids", String.class, jobs.stream().map(JobId::value).toList())
                    .map(CallbackRow::map)
                    .list());
    return rows.stream()
        .map(CallbackRow::callback)
        .flatMap(Optional::stream)
        .collect(toMap(Callback::job, callback -> callback));
  }
}
