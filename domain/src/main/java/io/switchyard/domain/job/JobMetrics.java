package io.switchyard.domain.job;

/**
 * What a driver counted, summed over its finished tasks; every number is 0 or more.
 *
 * @param recordsRead rows read from sources
 * @param recordsWritten rows written to sinks
 * @param bytesRead bytes read from sources
 * @param bytesWritten bytes written to sinks
 * @param stagesCompleted stages that ended well
 * @param tasksCompleted tasks that ended well
 * @param executorCpuTimeMs CPU time of the executors' tasks, in milliseconds
 */
public record JobMetrics(
    long recordsRead,
    long recordsWritten,
    long bytesRead,
    long bytesWritten,
    long stagesCompleted,
    long tasksCompleted,
    long executorCpuTimeMs) {}
