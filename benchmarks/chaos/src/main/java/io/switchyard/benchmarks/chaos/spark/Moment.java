package io.switchyard.benchmarks.chaos.spark;

/** A moment in a conversation with the application at which it is worth dying. */
public enum Moment {
  /** A driver was made, and who asked for it does not know yet. */
  DRIVER_MADE,
  /** Who asked for a driver has been told. */
  DRIVER_TOLD,
  /** The state of all drivers has been told. */
  STATE_TOLD
}
