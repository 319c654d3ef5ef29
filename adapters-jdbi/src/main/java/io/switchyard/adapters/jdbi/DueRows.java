package io.switchyard.adapters.jdbi;

import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows whose time has come, leased to one process at a time. The table has the columns {@code id,
 * state, due_at, lease_until, version}. States that only a later release knows are left to the
 * processes of that release.
 *
 * @param <R> a row
 */
final class DueRows<R> {

  private static final Logger LOG = LoggerFactory.getLogger(DueRows.class);

  private static final String DUE =
      """
      select * from %s
      where due_at <= :now
        and (lease_until is null or lease_until <= :now)
        and state = any(:live)
      order by due_at, id
      limit :limit
      for update skip locked
      """;

  private static final String LEASE =
      """
      update %s set version = version + 1, lease_until = :lease_until
      where id = any(:ids)
      """;

  private final Database database;
  private final String table;
  private final List<String> live;
  private final Class<R> row;
  private final Function<R, String> id;

  /**
   * @param live the states in which there is work that this release knows
   */
  DueRows(
      Database database, String table, List<String> live, Class<R> row, Function<R, String> id) {
    this.database = database;
    this.table = table;
    this.live = live;
    this.row = row;
    this.id = id;
  }

  /**
   * Leases what is due and nobody else has leased, the longest due first.
   *
   * @param understood makes a claim of a row with its next version; a {@link TargetFailure} leaves
   *     the row to another release
   */
  <C> List<C> claim(Instant now, Duration lease, int limit, Function<R, C> understood) {
    List<R> rows = database.lease("claim due " + table, handle -> due(handle, now, lease, limit));
    List<C> claimed = new ArrayList<>();
    for (R due : rows) {
      try {
        claimed.add(understood.apply(due));
      } catch (TargetFailure notUnderstood) {
        // It stays leased, so that the rows behind it have their turn.
        LOG.atWarn()
            .addKeyValue("table", table)
            .addKeyValue("id", id.apply(due))
            .addKeyValue("error", notUnderstood.getMessage())
            .log("row left to another release");
      }
    }
    return claimed;
  }

  private List<R> due(Handle handle, Instant now, Duration lease, int limit) {
    List<R> due =
        handle
            .createQuery(DUE.formatted(table))
            .bind("now", now)
            .bindArray("live", String.class, live)
            .bind("limit", limit)
            .mapTo(row)
            .list();
    if (!due.isEmpty()) {
      handle
          .createUpdate(LEASE.formatted(table))
          .bind("lease_until", now.plus(lease))
          .bindArray("ids", String.class, due.stream().map(id).toList())
          .execute();
    }
    return due;
  }
}
