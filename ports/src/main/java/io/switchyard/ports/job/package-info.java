/**
 * The job use cases, one class each, and the ports they drive: the store ({@link
 * io.switchyard.ports.job.Jobs}, {@link io.switchyard.ports.job.Executions}) and the backends
 * ({@link io.switchyard.ports.job.JobLauncher}, {@link io.switchyard.ports.job.JobLogs}).
 */
@NullMarked
package io.switchyard.ports.job;

import org.jspecify.annotations.NullMarked;
