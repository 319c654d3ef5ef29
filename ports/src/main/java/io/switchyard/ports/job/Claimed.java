package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;

/**
 * An execution as it was read.
 *
 * @param version changes with every claim and every write; a write with an old one is refused
 */
public record Claimed(Execution execution, long version) {}
