package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.ports.TargetFailure;
import java.util.List;
import java.util.Optional;

/**
 * Every job there is. What a method returns is durable and the same for every process on the store.
 * Methods block for the store and throw {@link TargetFailure} when it does not answer.
 */
public interface Jobs {

  /** Stands for any number in {@link #add(Job, int)}. */
  int ANY = Integer.MAX_VALUE;

  /**
   * Adds a job with its first execution, which stands in line, and its callback ({@link
   * Callbacks}), in one transaction; durable on return. Of several calls at once with one team and
   * key, one adds. A key that is held is told whether the queue is full or not.
   *
   * @param mostQueued how many executions of the team may stand in line, with this one, 1 or more.
   *     Calls at the same time do not see one another and may pass it together, by as many as they
   *     are
   */
  Addition add(Job job, int mostQueued);

  /**
   * As {@link #add(Job, int)}, however many stand in line.
   *
   * @return the job that holds the idempotency key already, in which case nothing was added; empty
   *     if the job was added
   */
  default Optional<Job> add(Job job) {
    return add(job, ANY) instanceof Addition.KeyHeld held
        ? Optional.of(held.holder())
        : Optional.empty();
  }

  Optional<Job> find(JobId id);

  /**
   * The jobs that match, newest first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<Job> list(JobFilter filter, int limit);
}
