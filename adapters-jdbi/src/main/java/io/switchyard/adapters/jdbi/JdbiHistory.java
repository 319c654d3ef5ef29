package io.switchyard.adapters.jdbi;

import io.switchyard.ports.job.History;
import java.time.Instant;
import java.util.List;
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

  private static final String ENDED =
      """
      select id from jobs where ended_at < :before
        and not exists (
          select 1 from callbacks c where c.job_id = jobs.id and c.due_at is not null)
      order by ended_at, id
      limit :limit
      for update skip locked
      """;

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

  /** Makes ready for new events behind those that are there; gives the first free ticket. */
  static long resume(Database database, Vendor vendor) {
    return database.write(
        "resume the order of events",
        handle -> {
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
  public int forgetJobs(Instant before, int limit) {
    return database.write("delete old jobs", handle -> forgetJobs(handle, before, limit));
  }

  private static int forgetJobs(Handle handle, Instant before, int limit) {
    List<String> jobs =
        handle
            .createQuery(ENDED)
            .bind("before", before)
            .bind("limit", limit)
            .mapTo(String.class)
            .list();
    if (!jobs.isEmpty()) {
      FORGET_JOBS.forEach(
          delete -> handle.createUpdate(delete).bindArray("jobs", String.class, jobs).execute());
    }
    return jobs.size();
  }
}
