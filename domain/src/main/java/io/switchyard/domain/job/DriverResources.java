package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidValue;
import org.jspecify.annotations.Nullable;

/**
 * What the driver of a job gets.
 *
 * @param cores 1 to 128
 * @param memory heap of the driver's JVM
 * @param memoryOverhead memory beside the heap; null leaves it to Spark
 */
public record DriverResources(int cores, Memory memory, @Nullable Memory memoryOverhead) {

  public static final int MAX_CORES = 128;

  /** Spark's own defaults. */
  public static final DriverResources DEFAULT = new DriverResources(1, Memory.ofGibibytes(1), null);

  public DriverResources {
    if (cores < 1 || cores > MAX_CORES) {
      throw InvalidValue.at("cores", "" + cores, "is outside 1 to " + MAX_CORES, "");
    }
  }
}
