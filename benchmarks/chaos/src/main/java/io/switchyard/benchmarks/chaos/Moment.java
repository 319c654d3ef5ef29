package io.switchyard.benchmarks.chaos;

/** A moment in the work of a process at which it is worth dying. */
public enum Moment {
  /** The master made a driver, and who asked for it does not know yet. */
  DRIVER_MADE,
  /** Who asked for a driver has been told. */
  DRIVER_TOLD,
  /** The master has told the state of all drivers. */
  STATE_TOLD,
  /** A change of an execution's state is committed. */
  STATE_WRITTEN
}
