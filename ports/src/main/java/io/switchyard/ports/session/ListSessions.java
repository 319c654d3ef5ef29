package io.switchyard.ports.session;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.SessionFilter.Position;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists sessions, a page at a time. */
public final class ListSessions {

  public static final int MAX_LIMIT = 500;

  private final Sessions sessions;

  public ListSessions(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * What to list.
   *
   * @param team only this team's sessions; null for all the caller may see
   * @param sessionId as clients call them; null for any
   * @param open only those that are, or are not; null for both
   * @param limit page size, 1 to {@value ListSessions#MAX_LIMIT}
   * @param before where the page before ended; null for the first page
   */
  public record Query(
      @Nullable Team team,
      @Nullable String user,
      @Nullable ClusterId cluster,
      @Nullable JobId job,
      @Nullable String sessionId,
      @Nullable Boolean open,
      int limit,
      @Nullable Position before) {

    public Query {
      if (limit < 1 || limit > MAX_LIMIT) {
        throw InvalidValue.at("limit", "" + limit, "is outside 1 to " + MAX_LIMIT, "");
      }
    }
  }

  /**
   * One page.
   *
   * @param next list on from there; null at the end
   * @param total how many match in all
   */
  public record Page(List<Session> sessions, @Nullable Position next, long total) {

    public Page {
      sessions = List.copyOf(sessions);
    }
  }

  /** One page of the sessions that the caller may see, newest first. Blocks for the store. */
  public Page list(Query query, Caller by) {
    SessionFilter filter =
        new SessionFilter(
            teams(query.team(), by),
            query.user(),
            query.cluster(),
            query.job(),
            query.sessionId(),
            query.open(),
            query.before());
    List<Session> found = sessions.list(filter, query.limit() + 1);
    long total = sessions.count(filter);
    if (found.size() <= query.limit()) {
      return new Page(found, null, total);
    }
    List<Session> page = found.subList(0, query.limit());
    Session last = page.get(page.size() - 1);
    return new Page(page, new Position(last.createdAt(), last.id()), total);
  }

  private static @Nullable Set<Team> teams(@Nullable Team asked, Caller by) {
    if (asked == null) {
      return by.seesEveryTeam() ? null : by.teams();
    }
    return by.mayRead(asked) ? Set.of(asked) : Set.of();
  }
}
