package io.switchyard.benchmarks.chaos.spark;

/** How the user's code ended. */
public enum CodeEnd {
  RETURNED,
  THREW,
  LOST_WORKER,
  KILLED,
  /** It runs. */
  NOT_YET
}
