package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import org.jspecify.annotations.Nullable;

/**
 * What the executors of a job get.
 *
 * @param instances how many, 1 to 10,000; with dynamic allocation, how many at first
 * @param cores of each, 1 to 128
 * @param memory heap of each
 * @param memoryOverhead memory beside each heap; null leaves it to Spark
 * @param dynamicAllocation the bounds when Spark may change the number; null for a fixed number
 */
public record ExecutorResources(
    int instances,
    int cores,
    Memory memory,
    @Nullable Memory memoryOverhead,
    @Nullable DynamicAllocation dynamicAllocation) {

  public static final int MAX_INSTANCES = 10_000;

  /** Two executors of Spark's own default size. */
  public static final ExecutorResources DEFAULT =
      new ExecutorResources(2, 1, Memory.ofGibibytes(1), null, null);

  public ExecutorResources {
    if (instances < 1 || instances > MAX_INSTANCES) {
      throw InvalidValue.at("instances", "" + instances, "is outside 1 to " + MAX_INSTANCES, "");
    }
    if (cores < 1 || cores > DriverResources.MAX_CORES) {
      throw InvalidValue.at(
          "cores", "" + cores, "is outside 1 to " + DriverResources.MAX_CORES, "");
    }
    if (dynamicAllocation != null
        && (instances < dynamicAllocation.min() || instances > dynamicAllocation.max())) {
      throw InvalidValue.at(
          "instances",
          "" + instances,
          "is outside min_executors "
              + dynamicAllocation.min()
              + " to max_executors "
              + dynamicAllocation.max(),
          "instances is where dynamic allocation starts");
    }
  }

  /** The most executors there can be at once. */
  public int most() {
    return dynamicAllocation == null ? instances : dynamicAllocation.max();
  }

  /**
   * The bounds of dynamic allocation.
   *
   * @param min 0 or more
   * @param max at least 1 and at least {@code min}
   */
  public record DynamicAllocation(int min, int max) {

    public DynamicAllocation {
      if (min < 0 || min > MAX_INSTANCES) {
        throw InvalidValue.at("min_executors", "" + min, "is outside 0 to " + MAX_INSTANCES, "");
      }
      if (max < Math.max(1, min) || max > MAX_INSTANCES) {
        throw InvalidValue.at(
            "max_executors",
            "" + max,
            "is outside " + Math.max(1, min) + " to " + MAX_INSTANCES,
            "it is at least min_executors");
      }
    }
  }
}
