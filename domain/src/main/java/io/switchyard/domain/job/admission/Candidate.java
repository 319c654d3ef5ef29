package io.switchyard.domain.job.admission;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.team.Team;
import java.time.Instant;
import java.util.Comparator;

/**
 * An execution that stands in line: the line of its team in its lane.
 *
 * @param since from when on
 * @param demand what it would take of the team's limits
 */
public record Candidate(ExecutionId id, Team team, Lane lane, Instant since, Demand demand) {

  /** The order of every line. */
  public static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparing(Candidate::since).thenComparing(Candidate::id);
}
