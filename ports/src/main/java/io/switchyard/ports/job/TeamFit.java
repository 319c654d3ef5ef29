package io.switchyard.ports.job;

import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.Demand;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.admission.Excess;
import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import java.util.List;
import java.util.Optional;

/** Whether a job alone fits into what its team may use, now and with all the memory it may grow. */
final class TeamFit {

  /** By then memory that grows by half each time has grown from the least to the most. */
  private static final int ENOUGH_RAISES = 40;

  private TeamFit() {}

  static List<Violation> violations(JobRequest request, TeamLimits limits) {
    Team team = request.team();
    Optional<Violation> asked =
        Excess.of(limits, Usage.NONE, Demand.of(request.resources()))
            .map(e -> violation("config.resources", "asks for " + e.write(e.asked()), e, team));
    return asked.or(() -> grown(request, limits)).stream().toList();
  }

  private static Optional<Violation> grown(JobRequest request, TeamLimits limits) {
    Memory cap = request.policy().retry().raiseMemoryTo();
    if (cap == null) {
      return Optional.empty();
    }
    Demand most = Demand.of(request.policy().retry().raised(request.resources(), ENOUGH_RAISES));
    return Excess.of(limits, Usage.NONE, most)
        .map(
            e ->
                violation(
                    "retry.raise_memory_to",
                    cap + ", in all " + e.write(e.asked()),
                    e,
                    request.team()));
  }

  private static Violation violation(String field, String value, Excess excess, Team team) {
    return new Violation(
        field,
        value,
        "is more than the %s that team %s may use at once (%s)"
            .formatted(excess.write(excess.most()), team, excess.limit().setting()),
        "ask for less, or have the limit raised");
  }
}
