package io.switchyard.domain.job.admission;

import io.switchyard.domain.job.Demand;
import io.switchyard.domain.team.TeamLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a team that one more execution would exceed.
 *
 * @param limit which
 * @param asked what the execution would take of it: jobs, cores or mebibytes
 * @param used what is taken of it
 * @param most what may be
 */
public record Excess(Limit limit, long asked, long used, long most) {

  /** What is limited, and the name of the limit in the configuration. */
  public enum Limit {
    RUNNING_JOBS(WaitReason.TEAM_RUNNING_LIMIT, "max_running_jobs"),
    CORES(WaitReason.TEAM_CORES_LIMIT, "max_cores"),
    MEMORY(WaitReason.TEAM_MEMORY_LIMIT, "max_memory");

    private final WaitReason reason;
    private final String setting;

    Limit(WaitReason reason, String setting) {
      this.reason = reason;
      this.setting = setting;
    }

    public WaitReason reason() {
      return reason;
    }

    public String setting() {
      return setting;
    }
  }

  /** The first limit that {@code more} on top of {@code used} exceeds; empty if there is none. */
  public static Optional<Excess> of(TeamLimits limits, Usage used, Demand more) {
    return of(Limit.RUNNING_JOBS, 1, used.jobs(), limits.runningJobs())
        .or(() -> of(Limit.CORES, more.cores(), used.cores(), limits.cores()))
        .or(() -> of(Limit.MEMORY, more.memoryMb(), used.memoryMb(), limits.memoryMb()));
  }

  private static Optional<Excess> of(Limit limit, long asked, long used, @Nullable Number most) {
    return most == null || used + asked <= most.longValue()
        ? Optional.empty()
        : Optional.of(new Excess(limit, asked, used, most.longValue()));
  }

  /** How much must be given back until it fits. */
  public long missing() {
    return used + asked - most;
  }

  /** An amount of what is limited, as people write it. */
  public String write(long amount) {
    return switch (limit) {
      case RUNNING_JOBS -> amount + (amount == 1 ? " job" : " jobs");
      case CORES -> amount + (amount == 1 ? " core" : " cores");
      case MEMORY -> (amount % 1024 == 0 ? amount / 1024 + "g" : amount + "m") + " of memory";
    };
  }
}
