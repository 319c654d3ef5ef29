package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.admission.Candidate;
import io.switchyard.domain.team.Team;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The executions of one team that wait for one lane. The index over lines has them in their order,
 * so that to find the lines, and the first of each, takes as many looks as there are lines, however
 * long they are.
 */
record Line(String team, String backend, String sparkVersion) {

  private static final Line BEFORE_ALL = new Line("", "", "");

  /**
   * The first line behind this one: of the same team and backend, else of the same team, else of
   * another. Each is one look into the index; a comparison of all three at once is one for
   * PostgreSQL alone. H2 reads an index in its order only if told so from its first column on.
   */
  private static final String NEXT =
      """
      select team, backend, spark_version from (
        (select 1 as step, team, backend, spark_version from executions
        where state = 'QUEUED'
          and team = :team and backend = :backend and spark_version > :spark_version
        order by state, team, backend, spark_version limit 1)
        union all
        (select 2 as step, team, backend, spark_version from executions
        where state = 'QUEUED' and team = :team and backend > :backend
        order by state, team, backend, spark_version limit 1)
        union all
        (select 3 as step, team, backend, spark_version from executions
        where state = 'QUEUED' and team > :team
        order by state, team, backend, spark_version limit 1)
      ) as behind
      order by step limit 1
      """;

  private static final String OF =
      "select team, backend, spark_version from executions where id = :id and state = 'QUEUED'";

  private static final String IN_LINE =
      """
      from executions
      where state = 'QUEUED' and team = :team and backend = :backend
        and spark_version = :spark_version
      """;

  private static final String HEADS =
      "select * "
          + IN_LINE
          + " and since <= :now"
          + " order by state, team, backend, spark_version, since, id limit :limit";

  private static final String LENGTH = "select count(*) " + IN_LINE;

  private static final String PLACE =
      LENGTH + " and (since < :since or (since = :since and id <= :id))";

  private static final String LENGTHS =
      "select team, count(*) as length from executions where state = 'QUEUED' group by team";

  static List<Line> all(Handle handle) {
    List<Line> lines = new ArrayList<>();
    Optional<Line> next = BEFORE_ALL.next(handle);
    while (next.isPresent()) {
      lines.add(next.get());
      next = next.get().next(handle);
    }
    return lines;
  }

  static List<Line> ofTeam(Handle handle, String team) {
    List<Line> lines = new ArrayList<>();
    Optional<Line> next = new Line(team, "", "").next(handle);
    while (next.isPresent() && next.get().team().equals(team)) {
      lines.add(next.get());
      next = next.get().next(handle);
    }
    return lines;
  }

  /** The line that the execution stands in; empty if it stands in none. */
  static Optional<Line> of(Handle handle, ExecutionId id) {
    return handle.createQuery(OF).bind("id", id.value()).map(Line::map).findFirst();
  }

  private Optional<Line> next(Handle handle) {
    return query(handle, NEXT).map(Line::map).findFirst();
  }

  private Query query(Handle handle, String sql) {
    return handle
        .createQuery(sql)
        .bind("team", team)
        .bind("backend", backend)
        .bind("spark_version", sparkVersion);
  }

  /** The first of those whose time has come. */
  List<ExecutionRow> heads(Handle handle, Instant now, int limit) {
    return query(handle, HEADS)
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(ExecutionRow.class)
        .list();
  }

  /** How many stand in it, or will. */
  int length(Handle handle) {
    return query(handle, LENGTH).mapTo(Integer.class).one();
  }

  /** Which one it is, 1 for the first. */
  int place(Handle handle, Candidate one) {
    return query(handle, PLACE)
        .bind("since", one.since())
        .bind("id", one.id().value())
        .mapTo(Integer.class)
        .one();
  }

  private static Line map(ResultSet row, StatementContext context) throws SQLException {
    return new Line(
        row.getString("team"), row.getString("backend"), row.getString("spark_version"));
  }

  static Map<Team, Integer> lengthsByTeam(Handle handle) {
    Map<Team, Integer> lengths = new HashMap<>();
    handle
        .createQuery(LENGTHS)
        .map((row, context) -> Map.entry(new Team(row.getString("team")), row.getInt("length")))
        .forEach(entry -> lengths.put(entry.getKey(), entry.getValue()));
    return lengths;
  }
}
