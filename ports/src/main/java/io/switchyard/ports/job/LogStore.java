package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import java.util.Optional;

/**
 * Keeps the logs of executions that ended. A log is appended piece by piece and can be read once it
 * is complete; until then it does not exist for readers.
 *
 * <p>Offsets are those of the driver's own log. What was left out between two pieces stays a gap:
 * its last bytes are taken up by a {@link LogGap} line that says how many are missing, so that
 * everything after it keeps its offset.
 *
 * <p>Every method may be repeated, may be called by several threads and processes at once for the
 * same log, blocks for the disk, and throws {@link TargetFailure} when the store fails, in which
 * case nothing half done is ever read.
 */
public interface LogStore {

  /** Keeps nothing: for those who have no place for logs. */
  LogStore NONE = new NoLogs();

  /** Where a capture goes on: the offset after the last byte that is kept; 0 if there is none. */
  long next(ExecutionId execution, LogStream stream);

  /**
   * Keeps a piece. Bytes that are kept already are ignored, so that a piece may come twice; an
   * offset past {@link #next} leaves a gap. Ignored if the log is complete.
   *
   * @param offset where the piece begins, 0 or more
   */
  void append(ExecutionId execution, LogStream stream, long offset, byte[] bytes);

  /** Makes the log readable, for ever and durably, as it is. A stream may be empty. */
  void complete(ExecutionId execution);

  /**
   * Reads on from an offset. The page begins later than asked if the offset is in a gap, and is
   * shorter than {@code maxBytes} only before a gap and at the end. Reads no more than the pieces
   * it needs.
   *
   * @param offset 0 or more; past the end gives an empty page at the end
   * @param maxBytes how much to read at most, 1 or more
   * @return empty if the log is not complete
   */
  Optional<LogPage> read(ExecutionId execution, LogStream stream, long offset, int maxBytes);

  /** Drops what is kept of a log, complete or not. */
  void forget(ExecutionId execution);
}
