package io.switchyard.ports.session;

/**
 * Tells servers what clients did not. Calls block for a few seconds at most; repeating one is
 * harmless, and so is one about what the server does not know (any more).
 */
public interface SessionServer {

  /**
   * Interrupts an operation of the session.
   *
   * @param operationId empty for all of the session's
   * @throws io.switchyard.ports.TargetFailure if the server does not answer so
   */
  void interrupt(Route session, String operationId);

  /**
   * Releases the session: its operations end, and it cannot be used again.
   *
   * @throws io.switchyard.ports.TargetFailure if the server does not answer so
   */
  void release(Route session);
}
