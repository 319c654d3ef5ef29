package io.switchyard.domain.cluster;

import java.time.Instant;

/**
 * One thing that happened to a cluster.
 *
 * @param server the number of the server that was current, 1 for the first
 * @param message what there is to say about it, for people; may be empty
 */
public record ClusterEvent(
    ClusterId cluster, int server, ClusterEventType type, Instant at, String message) {}
