package io.switchyard.ports.placement;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.JobLogs;

/**
 * One configured place that runs Spark, with the ports it answers.
 *
 * @param id its configured name; executions keep it, so it must not be given to another place while
 *     any of them lives
 */
public record Backend(BackendId id, JobLauncher jobs, JobLogs logs) {}
