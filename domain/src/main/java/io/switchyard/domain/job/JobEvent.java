package io.switchyard.domain.job;

import java.time.Instant;

/**
 * One thing that happened to a job, for people and programs that follow it.
 *
 * @param execution the attempt it happened to
 * @param attempt that attempt's number, 1 for the first
 * @param at when it happened
 * @param message what there is to say about it, for people; may be empty
 */
public record JobEvent(
    JobId job, ExecutionId execution, int attempt, JobEventType type, Instant at, String message) {

  static JobEvent of(Execution execution, JobEventType type, Instant at, String message) {
    return new JobEvent(execution.job(), execution.id(), execution.attempt(), type, at, message);
  }
}
