package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.JobEvent;
import java.util.List;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Writes events into the transaction of their change.
 *
 * <p>Transactions do not become visible in the order in which numbers are handed out, so a reader
 * that goes by a sequence would step over events that are committed late. Hence each event carries
 * the place of its transaction in an order that the database itself keeps ({@link
 * Vendor#eventGroup}), and readers stop before the first transaction that is under way ({@link
 * Vendor#eventHorizon}). Writers wait for nobody.
 *
 * <p>The events of one job need no such care: whoever writes the second has read what the writer of
 * the first committed, so its transaction is the later one in that order, too.
 */
final class EventWriter {

  private static final String INSERT =
      """
      insert into events
        (tx, job_id, execution_id, attempt, team, type, happened_at, message)
      select
        %s, id, :execution_id, :attempt, team, :type, :happened_at, :said
      from jobs where id = :job_id
      """;

  private final Tickets tickets;
  private final String insert;

  EventWriter(Tickets tickets, Vendor vendor) {
    this.tickets = tickets;
    this.insert = INSERT.formatted(vendor.eventGroup());
  }

  /** Does a whole transaction that writes events, commit and all. */
  <T> T during(LongFunction<T> transaction) {
    return tickets.holding(transaction);
  }

  /**
   * Writes events of jobs that are there.
   *
   * @param ticket of the transaction
   */
  void write(Handle handle, long ticket, List<JobEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(insert);
    for (JobEvent event : events) {
      bind(batch, ticket, event);
      batch.add();
    }
    batch.execute();
  }

  /** The statement that writes one event, for one that does more. */
  String insert() {
    return insert;
  }

  /** Binds all that {@link #insert} needs. */
  static void bind(SqlStatement<?> statement, long ticket, JobEvent event) {
    statement
        .bind("ticket", ticket)
        .bind("job_id", event.job().value())
        .bind("execution_id", event.execution().value())
        .bind("attempt", event.attempt())
        .bind("type", event.type().name())
        .bind("happened_at", event.at())
        .bind("said", Column.storable(event.message()));
  }
}
