package io.switchyard.ports.job;

import io.switchyard.domain.job.JobId;
import io.switchyard.ports.TargetFailure;
import java.util.List;

/**
 * What happened to jobs, written by {@link Jobs#add} and {@link Executions#save} in the transaction
 * of the change: an event is there if and only if its change is. Methods block for the store and
 * throw {@link TargetFailure} when it does not answer.
 */
public interface Events {

  /**
   * The events of one job after {@code after}, in the order in which they happened.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<StoredEvent> of(JobId job, EventCursor after, int limit);

  /**
   * The newest events of one job, oldest of them first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<StoredEvent> latest(JobId job, int limit);

  /**
   * The events after {@code after} that match, in the order of their cursors. Whoever reads on from
   * the last cursor misses none, however many write meanwhile; an event may be shown a moment later
   * here than by {@link #of}, because writes that began before its own may have to end first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<StoredEvent> after(EventFilter filter, EventCursor after, int limit);

  /**
   * The place of the newest event that {@link #after} shows; {@link EventCursor#START} if there is
   * none. Cheap, for those who wait for more.
   */
  EventCursor newest();
}
