package io.switchyard.ports.job;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what happened to the jobs of the caller's teams. */
public final class ListEvents {

  public static final int MAX_LIMIT = 1000;

  private final Events events;

  public ListEvents(Events events) {
    this.events = events;
  }

  /**
   * What to tell.
   *
   * @param team only events of this team's jobs; null for all the caller may see
   * @param since only events that happened then or later; null for any
   * @param after where the page before ended
   * @param limit page size, 1 to {@value ListEvents#MAX_LIMIT}
   */
  public record Query(@Nullable Team team, @Nullable Instant since, EventCursor after, int limit) {

    public Query {
      requireLimit(limit);
    }
  }

  static void requireLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw InvalidValue.at("limit", "" + limit, "is outside 1 to " + MAX_LIMIT, "");
    }
  }

  /** The events that the caller may see, oldest first. Blocks for the store. */
  public EventPage list(Query query, Caller by) {
    EventFilter filter = new EventFilter(teams(query.team(), by), query.since());
    return EventPage.after(query.after(), events.after(filter, query.after(), query.limit()));
  }

  private static @Nullable Set<Team> teams(@Nullable Team asked, Caller by) {
    if (asked == null) {
      return by.seesEveryTeam() ? null : by.teams();
    }
    return by.mayRead(asked) ? Set.of(asked) : Set.of();
  }
}
