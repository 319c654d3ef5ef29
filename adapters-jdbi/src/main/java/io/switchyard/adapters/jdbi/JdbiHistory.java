package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.job.History;
import io.switchyard.ports.job.OldJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what is over. The newest event of all stays until there is a newer one, because it marks
 * which places in the order of events are taken.
 */
final class JdbiHistory implements History {

  private static final String FORGET_EVENTS =
      """
      delete from events where (tx, seq) in (
        select e.tx, e.seq from events e
        where e.happened_at < :before
          and e.tx < (select max(tx) from events)
          and not exists (select 1 from jobs j where j.id = e.job_id and j.ended_at is null)
        order by e.happened_at, e.tx, e.seq
        limit :limit)
      """;

  /** Of a job {@code j}: nobody is capturing a log of it, and its callback is not pending. */
  private static final String NOT_IN_USE =
      """
      not exists (
        select 1 from executions e join log_captures c on c.execution_id = e.id
        where e.job_id = j.id and c.lease_until is not null)
      and not exists (
        select 1 from callbacks b where b.job_id = j.id and b.due_at is not null)
      """;

  private static final String OLD =
      "select j.id from jobs j where j.ended_at < :before and "
          + NOT_IN_USE
          + "order by j.ended_at, j.id limit :limit";

  private static final String ATTEMPTS =
      "select id, job_id from executions where job_id = any(:jobs) order by attempt";

  private static final String FORGETTABLE =
      "select j.id from jobs j where j.id = any(:jobs) and j.ended_at is not null and "
          + NOT_IN_USE
          + "order by j.id for update skip locked";

  private static final List<String> FORGET_JOBS =
      List.of(
          """
          delete from events
          where job_id = any(:jobs) and tx < (select max(tx) from events)
          """,
          "delete from executions where job_id = any(:jobs)",
          "delete from jobs where id = any(:jobs)");

  private static final String PLACES_TAKEN = "select coalesce(max(tx), 0) from events";

  private final Database database;

  JdbiHistory(Database database) {
    this.database = database;
  }

  /**
   * Takes up the work of those before: frees what they cannot go on with, and makes ready for new
   * events behind those that are there; gives the first free ticket.
   */
  static long resume(Database database, Vendor vendor) {
    return database.write(
        "resume the work and the order of events",
        handle -> {
          vendor.freeClaims().forEach(handle::execute);
          if (!vendor.resumeEvents().isEmpty()) {
            handle.execute(vendor.resumeEvents());
          }
          return handle.createQuery(PLACES_TAKEN).mapTo(Long.class).one() + 1;
        });
  }

  @Override
  public int forgetEvents(Instant before, int limit) {
    return database.write(
        "delete old events",
        handle ->
            handle
                .createUpdate(FORGET_EVENTS)
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }

  @Override
  public List<OldJob> oldJobs(Instant before, int limit) {
    return database.read("look for old jobs", handle -> oldJobs(handle, before, limit));
  }

  private static List<OldJob> oldJobs(Handle handle, Instant before, int limit) {
    List<String> ids =
        handle
            .createQuery(OLD)
            .bind("before", before)
            .bind("limit", limit)
            .mapTo(String.class)
            .list();
    Map<String, List<ExecutionId>> attempts = new HashMap<>();
    handle
        .createQuery(ATTEMPTS)
        .bindArray("jobs", String.class, ids)
        .map((row, context) -> Map.entry(row.getString("job_id"), row.getString("id")))
        .forEach(
            attempt ->
                attempts
                    .computeIfAbsent(attempt.getKey(), job -> new ArrayList<>())
                    .add(new ExecutionId(attempt.getValue())));
    return ids.stream()
        .map(id -> new OldJob(new JobId(id), attempts.getOrDefault(id, List.of())))
        .toList();
  }

  @Override
  public int forgetJobs(Collection<JobId> jobs) {
    return database.write("delete old jobs", handle -> forgetJobs(handle, jobs));
  }

  private static int forgetJobs(Handle handle, Collection<JobId> asked) {
    List<String> jobs =
        handle
            .createQuery(FORGETTABLE)
            .bindArray("jobs", String.class, asked.stream().map(JobId::value).toList())
            .mapTo(String.class)
            .list();
    if (!jobs.isEmpty()) {
      FORGET_JOBS.forEach(
          delete -> handle.createUpdate(delete).bindArray("jobs", String.class, jobs).execute());
    }
    return jobs.size();
  }
}
