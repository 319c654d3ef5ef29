package io.switchyard.domain.job;

/** Where a job stands, in the words of the API. */
public enum JobStatus {
  /** Accepted and durable; no backend has it yet. */
  PENDING,
  /** A backend has it; its driver does not run yet. */
  SUBMITTED,
  /** Its driver runs. */
  RUNNING,
  /** Its driver ended well. */
  SUCCEEDED,
  /** It ended otherwise; the error message says how. */
  FAILED,
  /** It was cancelled, and the backend said that its driver is gone. */
  CANCELLED,
  /** It ran out of time, and the backend said that its driver is gone. */
  TIMEOUT;

  /** Whether this status never changes again. */
  public boolean terminal() {
    return switch (this) {
      case PENDING, SUBMITTED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, TIMEOUT -> true;
    };
  }
}
