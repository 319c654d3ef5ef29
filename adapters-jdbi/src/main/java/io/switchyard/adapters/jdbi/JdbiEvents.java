package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.job.EventCursor;
import io.switchyard.ports.job.EventFilter;
import io.switchyard.ports.job.Events;
import io.switchyard.ports.job.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads events in the order that {@link EventWriter} gives them. */
final class JdbiEvents implements Events {

  private static final String PAGE =
      """
      select * from events
      where tx >= :tx and (tx > :tx or seq > :seq)
        %s
      order by tx, seq limit :limit
      """;

  private static final String LATEST =
      """
      select * from events where job_id = :job
      order by tx desc, seq desc limit :limit
      """;

  private static final String NEWEST =
      """
      select tx, seq from events where tx < %s
      order by tx desc, seq desc limit 1
      """;

  private final Database database;
  private final Tickets tickets;
  private final String horizon;

  JdbiEvents(Database database, Tickets tickets, Vendor vendor) {
    this.database = database;
    this.tickets = tickets;
    this.horizon = vendor.eventHorizon();
  }

  @Override
  public List<StoredEvent> of(JobId job, EventCursor after, int limit) {
    return database.read(
        "read the events of job " + job,
        handle ->
            page(handle, "and job_id = :job", after, limit)
                .bind("job", job.value())
                .map(EventRow::map)
                .list());
  }

  @Override
  public List<StoredEvent> latest(JobId job, int limit) {
    List<StoredEvent> newestFirst =
        database.read(
            "read the newest events of job " + job,
            handle ->
                handle
                    .createQuery(LATEST)
                    .bind("job", job.value())
                    .bind("limit", limit)
                    .map(EventRow::map)
                    .list());
    List<StoredEvent> latest = new ArrayList<>(newestFirst);
    Collections.reverse(latest);
    return latest;
  }

  @Override
  public List<StoredEvent> after(EventFilter filter, EventCursor after, int limit) {
    Set<Team> teams = filter.teams();
    if (teams != null && teams.isEmpty()) {
      return List.of();
    }
    // Taken before the statement begins: what has ended by now is visible to it.
    long ended = tickets.horizon();
    return database.read(
        "read events",
        handle ->
            page(handle, conditions(filter), after, limit)
                .bind("horizon", ended)
                .bind("since", filter.since())
                .bindArray("teams", String.class, names(teams))
                .map(EventRow::map)
                .list());
  }

  private String conditions(EventFilter filter) {
    return "and tx < "
        + horizon
        + (filter.teams() == null ? "" : " and team = any(:teams)")
        + (filter.since() == null ? "" : " and happened_at >= :since");
  }

  private static List<String> names(@Nullable Set<Team> teams) {
    return teams == null ? List.of() : teams.stream().map(Team::name).toList();
  }

  private static Query page(Handle handle, String conditions, EventCursor after, int limit) {
    return handle
        .createQuery(PAGE.formatted(conditions))
        .bind("tx", after.group())
        .bind("seq", after.number())
        .bind("limit", limit);
  }

  @Override
  public EventCursor newest() {
    long ended = tickets.horizon();
    return database.read(
        "find the newest event",
        handle ->
            handle
                .createQuery(NEWEST.formatted(horizon))
                .bind("horizon", ended)
                .map(EventRow::cursor)
                .findFirst()
                .orElse(EventCursor.START));
  }
}
