package io.switchyard.domain.job;

/** Whether a driver is expected to end by itself. */
public enum JobType {
  /** Ends when its work is done. */
  BATCH,
  /** Runs until it is cancelled. */
  STREAMING
}
