package io.switchyard.adapters.jdbi;

import static java.util.Comparator.comparing;

import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.session.SessionWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work about sessions in the store. */
final class JdbiSessionWork implements SessionWork {

  private static final Logger LOG = LoggerFactory.getLogger(JdbiSessionWork.class);

  private static final String RECORD =
      """
      update sessions set
        bytes_up = bytes_up + :up, bytes_down = bytes_down + :down,
        operations = operations + :operations,
        last_activity_at = greatest(last_activity_at, :at)
      where user_name = :user and session_id = :session_id and team = :team
      """;

  private static final String DUE =
      """
      select * from sessions
      where due_at <= :now and (lease_until is null or lease_until <= :now)
      order by due_at, id
      limit :limit
      for update skip locked
      """;

  private static final String LEASE =
      "update sessions set version = version + 1, lease_until = :lease_until where id = any(:ids)";

  private static final String POSTPONE =
      """
      update sessions set due_at = :due_at, lease_until = null, version = version + 1
      where id = :id and version = :version
      """;

  private static final String END_UNUSED =
      """
      update sessions set
        end_reason = :end_reason, ended_by = :ended_by, ended_at = :ended_at, due_at = :due_at,
        lease_until = null, version = version + 1
      where id = :id and version = :version and ended_at is null
        and last_activity_at = :last_activity_at
      """;

  private static final String END_ON =
      """
      update sessions set
        end_reason = :end_reason, ended_by = :ended_by, ended_at = :ended_at, due_at = null,
        lease_until = null, version = version + 1
      where id = any(:ids) and ended_at is null
      """;

  private static final String ON =
      """
      select * from sessions
      where %s and ended_at is null
      order by session_id, user_name, team
      for update
      """;

  private static final String OLD =
      """
      delete from sessions where id in
        (select id from sessions where ended_at < :before order by ended_at limit :limit)
      """;

  private final Database database;

  JdbiSessionWork(Database database) {
    this.database = database;
  }

  @Override
  public void record(Collection<Activity> activities) {
    if (activities.isEmpty()) {
      return;
    }
    // Everybody locks in this order, so that writers of the same rows wait instead of deadlocking.
    List<Activity> ordered =
        activities.stream()
            .sorted(
                comparing((Activity a) -> a.key().sessionId())
                    .thenComparing(a -> a.key().user())
                    .thenComparing(a -> a.key().team().name()))
            .toList();
    database.lease(
        "write what " + ordered.size() + " sessions did",
        handle -> {
          PreparedBatch batch = handle.prepareBatch(RECORD);
          for (Activity one : ordered) {
            SessionRow.key(one.key(), batch);
            batch
                .bind("up", one.bytesUp())
                .bind("down", one.bytesDown())
                .bind("operations", one.operations())
                .bind("at", one.at())
                .add();
          }
          return batch.execute().length;
        });
  }

  @Override
  public List<Claim> claimDue(Instant now, Duration lease, int limit) {
    List<SessionRow> rows =
        database.lease("claim due sessions", handle -> claim(handle, now, lease, limit));
    List<Claim> claims = new ArrayList<>();
    for (SessionRow row : rows) {
      try {
        claims.add(row.claimedNext());
      } catch (TargetFailure notUnderstood) {
        // It stays leased, so that the rows behind it have their turn.
        LOG.atWarn()
            .addKeyValue("session", row.id())
            .addKeyValue("error", notUnderstood.getMessage())
            .log("session left to another release");
      }
    }
    return claims;
  }

  private static List<SessionRow> claim(Handle handle, Instant now, Duration lease, int limit) {
    List<SessionRow> due =
        handle.createQuery(DUE).bind("now", now).bind("limit", limit).map(SessionRow::map).list();
    if (!due.isEmpty()) {
      handle
          .createUpdate(LEASE)
          .bind("lease_until", now.plus(lease))
          .bindArray("ids", String.class, due.stream().map(SessionRow::id).toList())
          .execute();
    }
    return due;
  }

  @Override
  public void postpone(Claim claim, @Nullable Instant due) {
    database.write(
        "postpone session " + claim.session().id(),
        handle ->
            handle
                .createUpdate(POSTPONE)
                .bind("id", claim.session().id().value())
                .bind("version", claim.version())
                .bind("due_at", due)
                .execute());
  }

  @Override
  public boolean endUnused(Claim claim, SessionEnd how, Instant due) {
    return database.write(
        "end session " + claim.session().id(),
        handle -> {
          Update end = handle.createUpdate(END_UNUSED);
          SessionRow.end(how, end);
          int ended =
              end.bind("id", claim.session().id().value())
                  .bind("version", claim.version())
                  .bind("last_activity_at", claim.session().lastActivityAt())
                  .bind("due_at", due)
                  .execute();
          return ended == 1;
        });
  }

  @Override
  public Set<ServerId> servers() {
    return new HashSet<>(
        database.read(
            "list the servers of sessions",
            handle ->
                handle
                    .createQuery(
                        "select distinct cluster_id, server_number, job_id, execution_id"
                            + " from sessions where ended_at is null")
                    .map((row, context) -> SessionRow.server(row))
                    .list()));
  }

  @Override
  public List<Session> endOn(ServerId server, SessionEnd how) {
    return database.write(
        "end the sessions of a server",
        handle -> {
          Query on = handle.createQuery(ON.formatted(there(server)));
          SessionRow.server(server, on);
          List<SessionRow> open = on.map(SessionRow::map).list();
          Update end = handle.createUpdate(END_ON);
          SessionRow.end(how, end);
          end.bindArray("ids", String.class, open.stream().map(SessionRow::id).toList()).execute();
          return open.stream().map(row -> row.session().over(how)).toList();
        });
  }

  private static String there(ServerId server) {
    return server instanceof ServerId.OfCluster
        ? "cluster_id = :cluster_id and server_number = :server_number"
        : "job_id = :job_id and execution_id = :execution_id";
  }

  @Override
  public List<SessionKey> endedSince(Instant since) {
    return database.read(
        "read which sessions ended",
        handle ->
            handle
                .createQuery(
                    "select team, user_name, session_id from sessions where ended_at >= :since")
                .bind("since", since)
                .map(
                    (row, context) ->
                        new SessionKey(
                            new Team(row.getString("team")),
                            row.getString("user_name"),
                            row.getString("session_id")))
                .list());
  }

  @Override
  public int forget(Instant before, int limit) {
    return database.write(
        "forget old sessions",
        handle -> handle.createUpdate(OLD).bind("before", before).bind("limit", limit).execute());
  }
}
