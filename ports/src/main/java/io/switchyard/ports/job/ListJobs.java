package io.switchyard.ports.job;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Team;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists jobs, a page at a time. */
public final class ListJobs {

  public static final int MAX_LIMIT = 500;

  private final Jobs jobs;

  public ListJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * What to list.
   *
   * @param team only this team's jobs; null for all the caller may see
   * @param status only jobs that stand there; null for any
   * @param namePrefix only jobs whose name starts so; empty for any
   * @param limit page size, 1 to {@value ListJobs#MAX_LIMIT}
   * @param before where the page before ended; null for the first page
   */
  public record Query(
      @Nullable Team team,
      @Nullable JobStatus status,
      String namePrefix,
      int limit,
      @Nullable JobId before) {

    public Query {
      if (limit < 1 || limit > MAX_LIMIT) {
        throw InvalidValue.at("limit", "" + limit, "is outside 1 to " + MAX_LIMIT, "");
      }
    }
  }

  /**
   * One page of the jobs that the caller may see, newest first. Jobs submitted meanwhile do not
   * move the pages that follow. Blocks for the store.
   */
  public JobPage list(Query query, Caller by) {
    JobFilter filter =
        new JobFilter(teams(query.team(), by), query.status(), query.namePrefix(), query.before());
    List<Job> found = jobs.list(filter, query.limit() + 1);
    if (found.size() <= query.limit()) {
      return new JobPage(found, null);
    }
    List<Job> page = found.subList(0, query.limit());
    return new JobPage(page, page.get(page.size() - 1).id());
  }

  private static @Nullable Set<Team> teams(@Nullable Team asked, Caller by) {
    if (asked == null) {
      return by.seesEveryTeam() ? null : by.teams();
    }
    return by.mayRead(asked) ? Set.of(asked) : Set.of();
  }
}
