package io.switchyard.agent;

/** The Spark side of the endpoint. Safe for use by several threads. */
interface Cluster {

  /** What is so now. Does not wait for anything. */
  ClusterStatus status();

  /**
   * Makes {@code target} executors the aim and begins to get there; repeating it changes nothing.
   *
   * @throws Refusal if this server's number of executors cannot be changed, or not to that
   */
  Scaling.State scale(int target);

  /**
   * Closes a session with its operations.
   *
   * @throws Refusal if there is none, or this Spark has no way to
   */
  void closeSession(ClusterStatus.SessionKey session);

  /**
   * Interrupts an operation.
   *
   * @return false if it had ended
   * @throws Refusal if this Spark has no way to
   */
  boolean interrupt(ClusterStatus.Operation operation);
}
