package io.switchyard.ports.job;

import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobStatus;
import io.switchyard.domain.team.Team;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; every condition must hold.
 *
 * @param teams jobs of one of these teams; null for every team, empty for none
 * @param status jobs that stand there; null for any
 * @param namePrefix jobs whose name starts so, case counts; empty for any
 * @param before jobs older than this one; null to start with the newest
 */
public record JobFilter(
    @Nullable Set<Team> teams,
    @Nullable JobStatus status,
    String namePrefix,
    @Nullable JobId before) {

  public static final JobFilter ALL = new JobFilter(null, null, "", null);

  public JobFilter {
    teams = teams == null ? null : Set.copyOf(teams);
  }
}
