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

  /**
   * Adds a job with its first execution, due at once, and its callback ({@link Callbacks}), in one
   * transaction; durable on return.
   *
   * @return the job that holds the idempotency key already, in which case nothing was added; empty
   *     if the job was added. Of several calls at once with one team and key, one adds.
   */
  Optional<Job> add(Job job);

  Optional<Job> find(JobId id);

  /**
   * The jobs that match, newest first.
   *
   * @param limit 1 or more; at most that many are returned
   */
  List<Job> list(JobFilter filter, int limit);
}
