package io.switchyard.domain.job;

/** Why an execution failed, as far as the platform can tell; it decides whether to try again. */
public enum FailureClass {
  /** The job's own code, configuration or data; the same again would fail the same way. */
  USER_ERROR,
  /** The driver or an executor had too little memory. */
  OUT_OF_MEMORY,
  /** A machine or process under the job went away. */
  LOST_NODE,
  /** The backend could not give the job what it needs, or went away under it. */
  BACKEND_UNAVAILABLE,
  /** The backend refused it for good; no driver ever ran. */
  SUBMISSION_REJECTED,
  /** It ran, or waited, longer than it may. */
  TIMEOUT,
  /** It ended badly, and nothing says why. */
  UNKNOWN
}
