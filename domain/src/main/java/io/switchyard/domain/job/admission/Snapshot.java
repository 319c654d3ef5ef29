package io.switchyard.domain.job.admission;

import io.switchyard.domain.team.Team;
import java.util.List;
import java.util.Map;

/**
 * What there is to decide on, all seen at one moment.
 *
 * @param usage what each team takes; one that is absent takes nothing
 * @param launching how many in each lane were let through and are not on the backend yet; none in
 *     one that is absent
 * @param lines the first of each line, in its order
 */
public record Snapshot(
    Map<Team, Usage> usage, Map<Lane, Integer> launching, List<List<Candidate>> lines) {

  public Snapshot {
    usage = Map.copyOf(usage);
    launching = Map.copyOf(launching);
    lines = lines.stream().map(List::copyOf).toList();
  }
}
