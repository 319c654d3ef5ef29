package io.switchyard.ports.cluster;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import org.jspecify.annotations.Nullable;

/**
 * One of the servers that a cluster has had.
 *
 * @param number 1 for the first
 * @param handle null if no backend has had it
 * @param ended whether it is gone
 */
public record ClusterServer(
    ExecutionId id, int number, @Nullable BackendHandle handle, boolean ended) {}
