package io.switchyard.benchmarks.chaos.spark;

/** How an answer travels. */
enum Delivery {
  WHOLE,
  /** The connection is closed instead. */
  LOST,
  /** The connection stays open, and nothing comes for longer than any client waits. */
  NEVER,
  /** Half of it, then the connection is closed. */
  CUT,
  /** Twice in a row, as if the next request had been answered before it was made. */
  TWICE
}
