package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The captures of logs as work: rows with a due time, which any process may claim. {@link
 * Executions#save} adds one, due at its end, in the write that ends an execution which calls for it
 * ({@link LogCapture#of}); so none is forgotten, and none keeps an end waiting. Methods block for
 * the store and throw {@link TargetFailure} when it does not answer.
 */
public interface LogCaptures {

  /**
   * A capture as it was claimed.
   *
   * @param version changes with every claim and every write; a write with an old one is refused
   */
  record Claim(LogCapture capture, long version) {}

  /**
   * Claims pending captures whose time has come and that nobody else holds, those due longest
   * first; keeps others away until {@code now + lease}.
   *
   * @param limit how many at most, 1 or more
   */
  List<Claim> claimDue(Instant now, Duration lease, int limit);

  /**
   * Writes how far a capture is and gives up the claim. Does nothing if somebody claimed it since.
   *
   * @param due when to go on, if it is still pending
   * @return whether it was written
   */
  boolean save(Claim was, LogCapture now, Instant due);

  /** How far the captures of these executions are; those that have none are absent. */
  Map<ExecutionId, LogCapture.State> states(Collection<ExecutionId> executions);
}
