package io.switchyard.domain.job;

/** How an execution ended. */
public enum Outcome {
  SUCCEEDED(JobStatus.SUCCEEDED),
  FAILED(JobStatus.FAILED),
  CANCELLED(JobStatus.CANCELLED),
  TIMEOUT(JobStatus.TIMEOUT);

  private final JobStatus status;

  Outcome(JobStatus status) {
    this.status = status;
  }

  /** The status that people see. */
  public JobStatus status() {
    return status;
  }
}
