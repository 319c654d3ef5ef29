package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState.Queued;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What shall become of an execution.
 *
 * @param was the execution as it was read; it has not ended
 * @param now the same execution as it shall be; its id, job and attempt are those of {@code was}
 * @param due when to look at it again; null if never, because it ended, or not before it is let
 *     through, because it stands in line, and while its driver is watched with all others of its
 *     backend ({@link Watches}), whatever was asked for
 * @param following the attempt that follows it and stands in line; null if none does
 */
public record Change(
    Claimed was, Execution now, @Nullable Instant due, @Nullable Execution following) {

  public Change {
    if (!now.id().equals(was.execution().id())) {
      throw new IllegalArgumentException(now.id() + " cannot replace " + was.execution().id());
    }
    if (was.execution().ended()) {
      throw new IllegalArgumentException(now.id() + " has ended, which is for ever");
    }
    due = now.watched() ? null : due;
    boolean rests = now.ended() || now.watched() || (now.state() instanceof Queued && due == null);
    if (rests != (due == null) || (following != null && !now.ended())) {
      throw new IllegalArgumentException("due " + due + " while " + now.state());
    }
  }

  /** Look again at {@code due}, unless it is watched then; {@code now} has not ended. */
  public static Change until(Claimed was, Execution now, Instant due) {
    return new Change(was, now, due, null);
  }
}
