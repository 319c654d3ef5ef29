package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.admission.Lane;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What was let through and has not ended.
 *
 * @param byTeam what it takes; without what releases wrote that knew of no limits
 * @param launching how much of it no backend has yet
 */
record Admitted(Map<Team, Usage> byTeam, Map<Lane, Integer> launching) {

  /** All of it is due some time or watched, and there is an index over either. */
  private static final String BY_LINE =
      """
      select team, backend, spark_version, count(*) as jobs, sum(cores) as cores,
        sum(memory_mb) as memory_mb, count(*) filter (where handle is null) as launching
      from (
        select team, backend, spark_version, cores, memory_mb, handle from executions
        where due_at > :ever and state not in ('QUEUED', 'SUBMITTED', 'RUNNING')
        union all
        select team, backend, spark_version, cores, memory_mb, handle from executions
        where state in ('SUBMITTED', 'RUNNING')) as admitted
      group by team, backend, spark_version
      """;

  private record Row(String team, Lane lane, Usage usage, int launching) {}

  static Admitted of(Handle handle) {
    List<Row> rows =
        handle
            .createQuery(BY_LINE)
            .bind("ever", Instant.EPOCH)
            .map(
                (row, context) ->
                    new Row(
                        row.getString("team"),
                        new Lane(
                            new BackendId(row.getString("backend")),
                            new SparkVersion(row.getString("spark_version"))),
                        new Usage(
                            row.getInt("jobs"), row.getLong("cores"), row.getLong("memory_mb")),
                        row.getInt("launching")))
            .list();
    Map<Team, Usage> byTeam = new HashMap<>();
    Map<Lane, Integer> launching = new HashMap<>();
    for (Row row : rows) {
      if (!row.team().isEmpty()) {
        byTeam.merge(new Team(row.team()), row.usage(), Usage::plus);
      }
      if (row.launching() > 0) {
        launching.merge(row.lane(), row.launching(), Integer::sum);
      }
    }
    return new Admitted(byTeam, launching);
  }
}
