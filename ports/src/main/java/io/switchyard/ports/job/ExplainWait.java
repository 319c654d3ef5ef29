package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.job.admission.Wait;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Says why a job waits, and what would end its wait. */
public final class ExplainWait {

  private final Admissions admissions;
  private final AdmissionPolicy policy;
  private final InstantSource clock;

  public ExplainWait(Admissions admissions, AdmissionPolicy policy, InstantSource clock) {
    this.admissions = admissions;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Why the job waits; empty if it does not, or is about to be launched. Blocks for the store if
   * the job stands in line; meant for one job at a time.
   */
  public Optional<Wait> explain(Job job) {
    Execution current = job.current();
    if (current.state() instanceof Queued) {
      Instant now = clock.instant();
      return admissions
          .standing(current.id(), now)
          .flatMap(standing -> policy.explain(standing, now));
    } else if (current.state() instanceof Pending pending && !pending.waitingFor().isBlank()) {
      return Optional.of(Wait.forBackend(pending.waitingFor()));
    }
    return Optional.empty();
  }
}
