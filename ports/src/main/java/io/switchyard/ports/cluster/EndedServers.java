package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.ports.job.LogCaptures;
import java.util.List;

/**
 * Servers that are gone, each with the capture of its log as work. {@link Clusters#save} adds one
 * in the write that ends it ({@link EndedServer#of}); they go with their cluster.
 */
public interface EndedServers extends LogCaptures {

  /** The ended servers of a cluster, first to last. Blocks for the store. */
  List<EndedServer> of(ClusterId cluster);
}
