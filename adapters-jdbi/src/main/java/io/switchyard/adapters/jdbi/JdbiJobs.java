package io.switchyard.adapters.jdbi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobEvents;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Addition;
import io.switchyard.ports.job.JobFilter;
import io.switchyard.ports.job.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

final class JdbiJobs implements Jobs {

  private static final String INSERT =
      """
      insert into jobs
        (id, team, name, submitter, request, idempotency_key, status, submitted_at)
      values
        (:job_id, :team, :name, :submitter, :request, :idempotency_key, :status, :submitted_at)
      """;

  private static final String QUEUED =
      """
      select count(*) from (
        select 1 from executions where state = 'QUEUED' and team = :team limit :enough) as in_line
      """;

  private static final String BY_ID = "select id, request, submitted_at from jobs where id = :id";

  private static final String BY_KEY =
      """
      select id, request, submitted_at from jobs
      where team = :team and idempotency_key = :idempotency_key
      """;

  private static final String PAGE =
      """
      select id, request, submitted_at from jobs
      where %s
      order by id desc limit :limit
      """;

  private static final String ATTEMPTS =
      "select * from executions where job_id = any(:jobs) order by job_id, attempt";

  private final Database database;
  private final EventWriter events;
  private final String insert;

  JdbiJobs(Database database, EventWriter events) {
    this.database = database;
    this.events = events;
    this.insert = INSERT + ";" + ExecutionSql.INSERT + ";" + events.insert();
  }

  @Override
  public Addition add(Job job, int mostQueued) {
    try {
      boolean added =
          events.during(
              ticket ->
                  database.write(
                      "add job " + job.id(), handle -> insert(handle, job, mostQueued, ticket)));
      return added ? new Addition.Added() : holder(job).orElseGet(Addition.QueueFull::new);
    } catch (TargetFailure failure) {
      // The unique key decides among rivals; whoever lost can see the winner's job by now.
      Optional<Addition> holder =
          StoreFailures.isDuplicate(failure) ? holder(job) : Optional.empty();
      return holder.orElseThrow(() -> failure);
    }
  }

  private Optional<Addition> holder(Job job) {
    return holderOfKey(job.request()).map(Addition.KeyHeld::new);
  }

  /**
   * All rows of a new job in one statement, which PostgreSQL is sent in one message; those of its
   * callback in another. False if the queue is full.
   */
  private boolean insert(Handle handle, Job job, int mostQueued, long ticket) {
    JobRequest request = job.request();
    if (mostQueued != ANY && queued(handle, request.team(), mostQueued) >= mostQueued) {
      return false;
    }
    Execution first = job.current();
    Update statement = handle.createUpdate(insert);
    ExecutionRow.of(first, 1).bind(statement);
    JobEvents.of(job).forEach(event -> EventWriter.bind(statement, ticket, event));
    statement
        .bind("due_at", first.firstDue())
        .bind("team", request.team().name())
        .bind("name", request.name().value())
        .bind("submitter", Column.storable(request.user()))
        .bind("request", RequestJson.write(request))
        .bind("idempotency_key", request.idempotencyKey())
        .bind("status", job.status().name())
        .bind("submitted_at", job.submittedAt())
        .execute();
    JdbiCallbacks.insert(handle, job);
    return true;
  }

  /** How many stand in the team's lines, counted up to {@code enough}. */
  private static int queued(Handle handle, Team team, int enough) {
    return handle
        .createQuery(QUEUED)
        .bind("team", team.name())
        .bind("enough", enough)
        .mapTo(Integer.class)
        .one();
  }

  private Optional<Job> holderOfKey(JobRequest request) {
    String key = request.idempotencyKey();
    return key == null
        ? Optional.empty()
        : database.read(
            "find the holder of an idempotency key",
            handle ->
                whole(
                    handle,
                    handle
                        .createQuery(BY_KEY)
                        .bind("team", request.team().name())
                        .bind("idempotency_key", key)));
  }

  @Override
  public Optional<Job> find(JobId id) {
    return database.read(
        "find job " + id,
        handle -> whole(handle, handle.createQuery(BY_ID).bind("id", id.value())));
  }

  private static Optional<Job> whole(Handle handle, Query query) {
    return jobs(handle, query).stream().findFirst();
  }

  @Override
  public List<Job> list(JobFilter filter, int limit) {
    if (matchesNothing(filter)) {
      return List.of();
    }
    return database.readAtOnce(
        "list jobs", handle -> jobs(handle, page(handle, filter).bind("limit", limit)));
  }

  /** Names are printable ASCII; a prefix with anything else may be more than SQL can hold. */
  private static boolean matchesNothing(JobFilter filter) {
    return !filter.namePrefix().chars().allMatch(c -> c >= ' ' && c <= '~')
        || (filter.teams() != null && filter.teams().isEmpty());
  }

  private static Query page(Handle handle, JobFilter filter) {
    List<String> conditions = new ArrayList<>();
    conditions.add("1 = 1");
    if (filter.before() != null) {
      conditions.add("id < :before");
    }
    if (filter.teams() != null) {
      conditions.add("team = any(:teams)");
    }
    if (filter.status() != null) {
      conditions.add("status = :status");
    }
    if (!filter.namePrefix().isEmpty()) {
      conditions.add("name like :prefix escape '!'");
    }
    Query query = handle.createQuery(PAGE.formatted(String.join(" and ", conditions)));
    query.bind("before", Objects.toString(filter.before(), null));
    query.bind("status", Objects.toString(filter.status(), null));
    query.bind("prefix", filter.namePrefix().replaceAll("[!%_]", "!$0") + "%");
    query.bindArray("teams", String.class, names(filter));
    return query;
  }

  private static List<String> names(JobFilter filter) {
    return filter.teams() == null ? List.of() : filter.teams().stream().map(Team::name).toList();
  }

  /** The jobs of a query with all their attempts, in two statements however many there are. */
  private static List<Job> jobs(Handle handle, Query query) {
    List<JobRow> rows = query.mapTo(JobRow.class).list();
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<String, List<Execution>> attempts =
        handle
            .createQuery(ATTEMPTS)
            .bindArray("jobs", String.class, rows.stream().map(JobRow::id).toList())
            .mapTo(ExecutionRow.class)
            .stream()
            .collect(groupingBy(ExecutionRow::job, mapping(ExecutionRow::shown, toList())));
    return rows.stream().map(row -> row.with(attempts.getOrDefault(row.id(), List.of()))).toList();
  }
}
