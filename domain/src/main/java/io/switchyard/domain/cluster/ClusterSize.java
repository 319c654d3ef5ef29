package io.switchyard.domain.cluster;

import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import java.util.Locale;

/** The standard sizes of clusters. */
public enum ClusterSize {
  SMALL(2, 8, 2, 4, 16),
  MEDIUM(4, 16, 5, 8, 32),
  LARGE(8, 32, 10, 16, 64),
  XLARGE(16, 64, 20, 32, 128);

  private final int driverCores;
  private final int driverGibibytes;
  private final int executors;
  private final int executorCores;
  private final int executorGibibytes;

  ClusterSize(
      int driverCores,
      int driverGibibytes,
      int executors,
      int executorCores,
      int executorGibibytes) {
    this.driverCores = driverCores;
    this.driverGibibytes = driverGibibytes;
    this.executors = executors;
    this.executorCores = executorCores;
    this.executorGibibytes = executorGibibytes;
  }

  public Resources resources() {
    return new Resources(
        new DriverResources(driverCores, Memory.ofGibibytes(driverGibibytes), null),
        new ExecutorResources(
            executors, executorCores, Memory.ofGibibytes(executorGibibytes), null, null));
  }

  /** As in the API: {@code small}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
