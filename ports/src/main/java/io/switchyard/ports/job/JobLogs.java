package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;

/**
 * Reads the logs of drivers on one backend, while they run and after they ended. Blocks for a round
 * trip or two; safe for use by several threads.
 */
public interface JobLogs {

  /**
   * Reads on from an offset.
   *
   * @param offset 0 or more; past the end gives an empty page at the end
   * @param maxBytes how much to read at most, 1 or more
   * @return {@link LogPage#NONE} if there is no such stream yet, or not any more
   * @throws TargetFailure when the backend cannot be asked
   */
  LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes);

  /** The last {@code maxBytes} bytes, or all if there are fewer; otherwise as {@link #read}. */
  LogPage tail(BackendHandle handle, LogStream stream, int maxBytes);
}
