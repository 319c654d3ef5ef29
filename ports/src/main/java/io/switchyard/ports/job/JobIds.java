package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobId;

/** Makes ids that no other caller in any process gets, and that sort by the time they were made. */
public interface JobIds {

  JobId nextJob();

  ExecutionId nextExecution();

  /** What nobody can guess: 32 to 512 characters of {@code A-Za-z0-9._~+/=-}. */
  String nextToken();
}
