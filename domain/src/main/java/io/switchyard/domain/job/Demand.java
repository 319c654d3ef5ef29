package io.switchyard.domain.job;

import org.jspecify.annotations.Nullable;

/**
 * What one attempt takes of its team's limits while it is let through: what it asks for, whatever a
 * backend fits it to.
 *
 * @param cores of the driver and of all executors together, 0 or more
 * @param memoryMb heaps and the overheads that were asked for, of the driver and of all executors
 *     together, in mebibytes, 0 or more
 */
public record Demand(int cores, long memoryMb) {

  /** Nothing. */
  public static final Demand NONE = new Demand(0, 0);

  public Demand {
    if (cores < 0 || memoryMb < 0) {
      throw new IllegalArgumentException("demand of " + cores + " cores, " + memoryMb + "m");
    }
  }

  /** What {@code resources} come to; with dynamic allocation, at its most. */
  public static Demand of(Resources resources) {
    DriverResources driver = resources.driver();
    ExecutorResources executor = resources.executor();
    int executors = executor.most();
    return new Demand(
        driver.cores() + executors * executor.cores(),
        mebibytes(driver.memory(), driver.memoryOverhead())
            + executors * mebibytes(executor.memory(), executor.memoryOverhead()));
  }

  private static long mebibytes(Memory heap, @Nullable Memory overhead) {
    return heap.mebibytes() + (overhead == null ? 0 : overhead.mebibytes());
  }
}
