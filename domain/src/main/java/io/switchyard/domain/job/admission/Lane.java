package io.switchyard.domain.job.admission;

import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendId;

/**
 * Where executions are launched. Each Spark release of a backend is one, because it may have a
 * master of its own, and what waits for one must not hold up what another has room for.
 */
public record Lane(BackendId backend, SparkVersion sparkVersion) {

  @Override
  public String toString() {
    return "backend " + backend + " (Spark " + sparkVersion + ")";
  }
}
