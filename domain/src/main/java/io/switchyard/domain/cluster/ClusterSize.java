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

  private final Resources resources;

  ClusterSize(
      int driverCores, int driverGibibytes, int executors, int cores, int executorGibibytes) {
    this.resources =
        new Resources(
            new DriverResources(driverCores, Memory.ofGibibytes(driverGibibytes), null),
            new ExecutorResources(
                executors, cores, Memory.ofGibibytes(executorGibibytes), null, null));
  }

  public Resources resources() {
    return resources;
  }

  /** As in the API: {@code small}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
