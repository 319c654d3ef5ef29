package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;

/**
 * A cluster as it was read.
 *
 * @param version changes with every claim and every write; a write with an old one is refused
 */
public record ClaimedCluster(Cluster cluster, long version) {}
