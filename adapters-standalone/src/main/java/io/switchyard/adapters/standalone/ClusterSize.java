package io.switchyard.adapters.standalone;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.Memory;

/**
 * What a cluster offers to jobs; its workers are alike.
 *
 * @param workers 1 or more
 * @param cores of each worker
 * @param memory of each worker
 */
record ClusterSize(int workers, int cores, Memory memory) {

  /** Spark refuses to start a JVM with less heap than 450 MiB and its own reserve. */
  static final Memory LEAST_HEAP = new Memory(512);

  ClusterSize {
    if (workers < 1) {
      throw InvalidValue.at("workers", "" + workers, "is below 1", "");
    }
    int leastCores = workers == 1 ? 2 : 1;
    if (cores < leastCores) {
      throw InvalidValue.at(
          "cores", "" + cores, "is below " + leastCores, "a driver and an executor must fit");
    }
    long leastMemory = LEAST_HEAP.mebibytes() * (workers == 1 ? 2 : 1);
    if (memory.mebibytes() < leastMemory) {
      throw InvalidValue.at(
          "memory",
          memory.toString(),
          "is below " + leastMemory + "m",
          "a driver and an executor must fit");
    }
  }

  @Override
  public String toString() {
    return workers == 1
        ? cores + " cores and " + memory
        : workers + " workers with " + cores + " cores and " + memory + " each";
  }
}
