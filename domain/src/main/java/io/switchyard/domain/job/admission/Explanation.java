package io.switchyard.domain.job.admission;

import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamLimits;
import java.time.Instant;
import java.util.Optional;

/** Says why one waits, in words with numbers. */
final class Explanation {

  private final AdmissionPolicy policy;
  private final Standing standing;
  private final Candidate candidate;

  Explanation(AdmissionPolicy policy, Standing standing) {
    this.policy = policy;
    this.standing = standing;
    this.candidate = standing.candidate();
  }

  Optional<Wait> at(Instant now) {
    if (candidate.since().isAfter(now)) {
      return wait(
          WaitReason.RETRY_DELAY,
          "it is tried again from "
              + candidate.since()
              + " on, after the delay of its retry policy; then its turn comes in line");
    } else if (!policy.backends().contains(candidate.lane().backend())) {
      return wait(
          WaitReason.BACKEND_ABSENT,
          "backend "
              + candidate.lane().backend()
              + " is not configured any more; it starts if the backend is configured again");
    }
    return limit(candidate, standing.usage(), standing.place() - 1)
        .or(this::window)
        .or(this::othersAhead);
  }

  private Optional<Wait> wait(WaitReason reason, String message) {
    return Optional.of(new Wait(reason, message, standing.place(), standing.length()));
  }

  private Optional<Wait> limit(Candidate of, Usage used, int ahead) {
    TeamLimits limits = policy.quotas().of(of.team());
    Optional<Wait> never = Excess.of(limits, Usage.NONE, of.demand()).flatMap(this::never);
    return never.or(
        () ->
            Excess.of(limits, used, of.demand())
                .flatMap(
                    excess -> wait(excess.limit().reason(), sentence(excess, of.team(), ahead))));
  }

  private Optional<Wait> never(Excess excess) {
    return wait(
        excess.limit().reason(),
        "it asks for %s, and team %s may use %s at once (%s); it starts only if that limit is raised"
            .formatted(
                excess.write(excess.asked()),
                candidate.team(),
                excess.write(excess.most()),
                excess.limit().setting()));
  }

  private static String sentence(Excess excess, Team team, int ahead) {
    if (excess.limit() == Excess.Limit.RUNNING_JOBS) {
      long ends = excess.missing() + ahead;
      return "team %s runs %d of %s (%s)%s; it starts when %s ended"
          .formatted(
              team,
              excess.used(),
              excess.write(excess.most()),
              excess.limit().setting(),
              ahead(ahead),
              ends == 1 ? "one of them has" : ends + " of them have");
    }
    return "it asks for %s, and team %s uses %s of the %s it may (%s)%s; it starts when %s more are free%s"
        .formatted(
            excess.write(excess.asked()),
            team,
            excess.write(excess.used()),
            excess.write(excess.most()),
            excess.limit().setting(),
            ahead(ahead),
            excess.write(excess.missing()),
            ahead == 0 ? "" : " beside what those ahead take");
  }

  private static String ahead(int jobs) {
    return switch (jobs) {
      case 0 -> "";
      case 1 -> "; 1 of its jobs is ahead";
      default -> "; " + jobs + " of its jobs are ahead";
    };
  }

  private Optional<Wait> window() {
    return standing.launching() < policy.window()
        ? Optional.empty()
        : wait(
            WaitReason.BACKEND_FULL,
            "%d jobs wait for room on %s, as many as may at a time (launch_window)%s; it starts when they got room, and of the teams that wait the one that uses least for its weight goes first"
                .formatted(standing.launching(), candidate.lane(), ahead(standing.place() - 1)));
  }

  /** Nothing keeps it but its elders; what keeps the oldest keeps it, too. */
  private Optional<Wait> othersAhead() {
    Candidate oldest = standing.oldest();
    if (oldest.equals(candidate)) {
      return Optional.empty();
    }
    String why =
        limit(oldest, standing.usage(), 0)
            .map(wait -> "; the oldest waits because " + wait.message())
            .orElse("; it starts after them");
    int ahead = Math.max(1, standing.place() - 1);
    String jobs = ahead == 1 ? "1 job of team %s is" : ahead + " jobs of team %s are";
    return wait(WaitReason.BEHIND_OTHERS, jobs.formatted(candidate.team()) + " ahead of it" + why);
  }
}
