package io.switchyard.adapters.k8s;

import io.switchyard.ports.cluster.ClusterIds;
import io.switchyard.ports.cluster.SequentialClusterIds;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.SequentialIds;

/** Ids that no earlier run on the same API server has used. */
final class FreshIds {

  static final JobIds IDS = new SequentialIds(System.currentTimeMillis() * 1000);

  static final ClusterIds CLUSTERS =
      new SequentialClusterIds(System.currentTimeMillis() * 1000 + 500_000_000L);

  private FreshIds() {}
}
