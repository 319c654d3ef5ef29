package io.switchyard.domain.job;

/** What happened to a job. A type that is also a {@link JobStatus} says that the job now has it. */
public enum JobEventType {
  /** The job became durable; its first attempt waits. */
  ACCEPTED,
  /** Another attempt waits, after one that failed. */
  PENDING,
  /** The attempt had stood in line for a while and was let through. */
  ADMITTED,
  /** The attempt, not launched yet, was placed on another backend. */
  MOVED,
  /** A backend has the attempt. */
  SUBMITTED,
  /** The driver was seen running. */
  RUNNING,
  /** The driver was asked to end and is not known to be gone. */
  STOP_REQUESTED,
  /** The attempt failed and another follows, so the job has not ended. */
  ATTEMPT_FAILED,
  /** The job ended well. */
  SUCCEEDED,
  /** The job ended otherwise. */
  FAILED,
  /** The job was cancelled, and its driver is gone. */
  CANCELLED,
  /** The job ran out of time, and its driver is gone. */
  TIMEOUT;

  /** Whether the job has ended with this, so that no other event of it follows. */
  public boolean ends() {
    return switch (this) {
      case ACCEPTED, PENDING, ADMITTED, MOVED, SUBMITTED, RUNNING, STOP_REQUESTED, ATTEMPT_FAILED ->
          false;
      case SUCCEEDED, FAILED, CANCELLED, TIMEOUT -> true;
    };
  }

  static JobEventType entering(JobStatus status) {
    return switch (status) {
      case PENDING -> PENDING;
      case SUBMITTED -> SUBMITTED;
      case RUNNING -> RUNNING;
      case SUCCEEDED -> SUCCEEDED;
      case FAILED -> FAILED;
      case CANCELLED -> CANCELLED;
      case TIMEOUT -> TIMEOUT;
    };
  }
}
