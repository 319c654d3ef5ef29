package io.switchyard.domain.job;

/** Why an execution failed, as far as the platform can tell; it decides whether to try again. */
public enum FailureClass {
  /** The backend refused it for good; no driver ever ran. */
  SUBMISSION_REJECTED,
  /** The backend gave up on it before any driver ran. */
  BACKEND_UNAVAILABLE,
  /** The machine or process under the driver went away. */
  LOST_NODE,
  /** The driver ended badly, and nothing says more. */
  UNKNOWN
}
