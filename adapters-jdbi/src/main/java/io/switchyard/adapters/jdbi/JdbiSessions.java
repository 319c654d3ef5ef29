package io.switchyard.adapters.jdbi;

import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.Pinning;
import io.switchyard.ports.session.SessionFilter;
import io.switchyard.ports.session.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The sessions in the store. */
final class JdbiSessions implements Sessions {

  private static final String LOCK = "select id from session_gate where id = :gate for update";

  /** As many as the table has, which are numbered from 1. */
  private static final int GATES = 64;

  private static final String INSERT =
      """
      insert into sessions
        (id, team, user_name, session_id, cluster_id, server_number, job_id, execution_id, client_version, created_at,
         last_activity_at, bytes_up, bytes_down, operations, due_at, version)
      values
        (:id, :team, :user, :session_id, :cluster_id, :server_number, :job_id, :execution_id, :client_version, :created_at,
         :last_activity_at, :bytes_up, :bytes_down, :operations, :due_at, 1)
      """;

  private static final String OF_KEY =
      "select * from sessions"
          + " where user_name = :user and session_id = :session_id and team = :team";

  private static final String OPEN =
      "select count(*) from sessions where team = :team and ended_at is null";

  private static final String OPEN_ON =
      """
      select team, cluster_id, server_number, job_id, execution_id, count(*) as sessions
      from sessions where ended_at is null
      group by team, cluster_id, server_number, job_id, execution_id
      """;

  private static final String END =
      """
      update sessions set
        end_reason = :end_reason, ended_by = :ended_by, ended_at = :ended_at, due_at = :due_at,
        lease_until = null, version = version + 1
      where id = :id and ended_at is null
      """;

  private final Database database;

  JdbiSessions(Database database) {
    this.database = database;
  }

  @Override
  public Pinning pin(Session fresh, Instant due, @Nullable Integer limit) {
    String what = "open session " + fresh.key().sessionId();
    try {
      return database.write(
          what,
          handle -> limit == null ? insert(handle, fresh, due) : within(limit, handle, fresh, due));
    } catch (TargetFailure failure) {
      if (!StoreFailures.isDuplicate(failure)) {
        throw failure;
      }
      // The unique key decides among rivals; whoever lost can see the winner's session by now.
      return database
          .read(what, handle -> ofKey(handle, fresh.key()))
          .map(there -> new Pinning.Pinned(there, false))
          .orElseThrow(() -> failure);
    }
  }

  /** One of a team at a time, so that nobody counts what another is about to open. */
  private static Pinning within(int limit, Handle handle, Session fresh, Instant due) {
    Team team = fresh.key().team();
    handle.createQuery(LOCK).bind("gate", gate(team)).mapTo(Integer.class).one();
    long open = open(handle, team);
    if (open < limit) {
      return insert(handle, fresh, due);
    }
    return ofKey(handle, fresh.key())
        .<Pinning>map(there -> new Pinning.Pinned(there, false))
        .orElseGet(() -> new Pinning.OverLimit(open, limit));
  }

  /** The same in every process, of any release. */
  private static int gate(Team team) {
    return 1 + Math.floorMod(team.name().hashCode(), GATES);
  }

  private static Pinning insert(Handle handle, Session fresh, Instant due) {
    Update insert = handle.createUpdate(INSERT);
    SessionRow.bind(fresh, insert);
    insert.bind("due_at", due).execute();
    return new Pinning.Pinned(ofKey(handle, fresh.key()).orElseThrow(), true);
  }

  private static Optional<Session> ofKey(Handle handle, SessionKey key) {
    Query query = handle.createQuery(OF_KEY);
    SessionRow.key(key, query);
    return query.map(SessionRow::map).findFirst().map(SessionRow::session);
  }

  private static long open(Handle handle, Team team) {
    return handle.createQuery(OPEN).bind("team", team.name()).mapTo(Long.class).one();
  }

  @Override
  public List<Session> of(String user, String sessionId) {
    return database
        .read(
            "find a session",
            handle ->
                handle
                    .createQuery(
                        "select * from sessions"
                            + " where user_name = :user and session_id = :session_id")
                    .bind("user", user)
                    .bind("session_id", sessionId)
                    .map(SessionRow::map)
                    .list())
        .stream()
        .map(SessionRow::session)
        .toList();
  }

  @Override
  public Optional<Session> find(SessionId id) {
    return database.read("find session " + id, handle -> find(handle, id));
  }

  private static Optional<Session> find(Handle handle, SessionId id) {
    return handle
        .createQuery("select * from sessions where id = :id")
        .bind("id", id.value())
        .map(SessionRow::map)
        .findFirst()
        .map(SessionRow::session);
  }

  @Override
  public List<Session> list(SessionFilter filter, int limit) {
    String after =
        filter.before() == null
            ? ""
            : " and (created_at < :before_at or (created_at = :before_at and id < :before_id))";
    return database
        .read(
            "list sessions",
            handle -> {
              Query query =
                  handle.createQuery(
                      "select * from sessions where "
                          + where(filter)
                          + after
                          + " order by created_at desc, id desc limit :limit");
              if (filter.before() != null) {
                query
                    .bind("before_at", filter.before().createdAt())
                    .bind("before_id", filter.before().id().value());
              }
              return bound(query, filter).bind("limit", limit).map(SessionRow::map).list();
            })
        .stream()
        .map(SessionRow::session)
        .toList();
  }

  @Override
  public long count(SessionFilter filter) {
    return database.read(
        "count sessions",
        handle ->
            bound(
                    handle.createQuery("select count(*) from sessions where " + where(filter)),
                    filter)
                .mapTo(Long.class)
                .one());
  }

  private static String where(SessionFilter filter) {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    if (filter.teams() != null) {
      conditions.add("team = any(:teams)");
    }
    if (filter.user() != null) {
      conditions.add("user_name = :user");
    }
    if (filter.cluster() != null) {
      conditions.add("cluster_id = :cluster");
    }
    if (filter.job() != null) {
      conditions.add("job_id = :job");
    }
    if (filter.sessionId() != null) {
      conditions.add("session_id = :session_id");
    }
    if (filter.open() != null) {
      conditions.add(filter.open() ? "ended_at is null" : "ended_at is not null");
    }
    return String.join(" and ", conditions);
  }

  private static Query bound(Query query, SessionFilter filter) {
    List<String> teams =
        filter.teams() == null ? List.of() : filter.teams().stream().map(Team::name).toList();
    return query
        .bindArray("teams", String.class, teams)
        .bind("user", Column.storable(filter.user()))
        .bind("cluster", Objects.toString(filter.cluster(), null))
        .bind("job", Objects.toString(filter.job(), null))
        .bind("session_id", Column.storable(filter.sessionId()));
  }

  @Override
  public List<OpenOn> open() {
    return database.read(
        "count open sessions",
        handle ->
            handle
                .createQuery(OPEN_ON)
                .map(
                    (row, context) ->
                        new OpenOn(
                            new Team(row.getString("team")),
                            SessionRow.server(row),
                            row.getLong("sessions")))
                .list());
  }

  @Override
  public Optional<Session> end(SessionId id, SessionEnd how, @Nullable Instant due) {
    return database.write(
        "end session " + id,
        handle -> {
          Update end = handle.createUpdate(END);
          SessionRow.end(how, end);
          end.bind("id", id.value()).bind("due_at", due).execute();
          return find(handle, id);
        });
  }
}
