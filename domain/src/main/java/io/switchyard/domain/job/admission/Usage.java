package io.switchyard.domain.job.admission;

import io.switchyard.domain.job.Demand;

/**
 * What a team's executions that were let through and have not ended take together.
 *
 * @param jobs how many they are
 */
public record Usage(int jobs, long cores, long memoryMb) {

  public static final Usage NONE = new Usage(0, 0, 0);

  /** Memory that weighs as much as one core: the ratio of the standard sizes. */
  private static final long MEBIBYTES_PER_CORE = 4096;

  public Usage plus(Demand demand) {
    return new Usage(jobs + 1, cores + demand.cores(), memoryMb + demand.memoryMb());
  }

  public Usage plus(Usage other) {
    return new Usage(jobs + other.jobs, cores + other.cores, memoryMb + other.memoryMb);
  }

  /** Cores or memory, whichever weighs more; in mebibytes, as long as one core is 4 GiB. */
  long dominant() {
    return Math.max(cores * MEBIBYTES_PER_CORE, memoryMb);
  }
}
