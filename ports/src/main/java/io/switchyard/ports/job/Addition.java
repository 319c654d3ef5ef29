package io.switchyard.ports.job;

import io.switchyard.domain.job.Job;

/** What came of adding a job. */
public sealed interface Addition {

  /** It is there, durably. */
  record Added() implements Addition {}

  /** Nothing was added: this job of the team holds the idempotency key. */
  record KeyHeld(Job holder) implements Addition {}

  /** Nothing was added: as many executions of the team stand in line as may. */
  record QueueFull() implements Addition {}
}
