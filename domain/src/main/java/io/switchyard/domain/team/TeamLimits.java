package io.switchyard.domain.team;

import io.switchyard.domain.input.InvalidValue;
import org.jspecify.annotations.Nullable;

/**
 * What a team may use at once; null stands for any amount.
 *
 * @param runningJobs jobs that were let through and have not ended, 1 or more
 * @param queuedJobs jobs that stand in line, 1 or more
 * @param cores of all its jobs that were let through, 1 or more
 * @param memoryMb of all its jobs that were let through, in mebibytes, 1 or more
 * @param weight how large its share is, compared with the weights of other teams, where there is
 *     not enough for all, 1 to {@value #MAX_WEIGHT}
 */
public record TeamLimits(
    @Nullable Integer runningJobs,
    @Nullable Integer queuedJobs,
    @Nullable Integer cores,
    @Nullable Long memoryMb,
    int weight) {

  public static final int MAX_WEIGHT = 1000;

  /** Any amount, with weight 1. */
  public static final TeamLimits NONE = new TeamLimits(null, null, null, null, 1);

  public TeamLimits {
    atLeastOne("max_running_jobs", runningJobs);
    atLeastOne("max_queued_jobs", queuedJobs);
    atLeastOne("max_cores", cores);
    atLeastOne("max_memory", memoryMb);
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw InvalidValue.at("weight", "" + weight, "is outside 1 to " + MAX_WEIGHT, "");
    }
  }

  private static void atLeastOne(String field, @Nullable Number limit) {
    if (limit != null && limit.longValue() < 1) {
      throw InvalidValue.at(field, "" + limit, "is below 1", "leave it out for no limit");
    }
  }
}
