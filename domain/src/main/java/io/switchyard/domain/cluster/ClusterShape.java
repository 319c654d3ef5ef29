package io.switchyard.domain.cluster;

import io.switchyard.domain.job.Resources;
import org.jspecify.annotations.Nullable;

/**
 * How big a cluster shall be.
 *
 * @param size a standard size; null for resources of the team's own choice
 * @param resources what that means
 */
public record ClusterShape(@Nullable ClusterSize size, Resources resources) {

  public ClusterShape {
    if (size != null && !size.resources().equals(resources)) {
      throw new IllegalArgumentException(size + " with " + resources);
    }
  }

  public static ClusterShape of(ClusterSize size) {
    return new ClusterShape(size, size.resources());
  }

  public static ClusterShape custom(Resources resources) {
    return new ClusterShape(null, resources);
  }

  /** Cores of driver and executors together. */
  public int cores() {
    return resources.driver().cores()
        + resources.executor().instances() * resources.executor().cores();
  }

  /** Heap of driver and executors together, in mebibytes. */
  public long memoryMebibytes() {
    return resources.driver().memory().mebibytes()
        + resources.executor().instances() * resources.executor().memory().mebibytes();
  }

  /** Whether going from this to {@code other} is a matter of the number of executors only. */
  public boolean differsOnlyInExecutors(ClusterShape other) {
    return resources.driver().equals(other.resources.driver())
        && resources.executor().cores() == other.resources.executor().cores()
        && resources.executor().memory().equals(other.resources.executor().memory());
  }
}
