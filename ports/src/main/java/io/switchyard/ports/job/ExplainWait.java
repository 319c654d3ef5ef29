package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.ports.placement.Fleet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a job waits, and what would end its wait. */
public final class ExplainWait {

  private final Admissions admissions;
  private final AdmissionPolicy policy;
  private final InstantSource clock;
  private final @Nullable Fleet fleet;

  /** Of backends that are always well. */
  public ExplainWait(Admissions admissions, AdmissionPolicy policy, InstantSource clock) {
    this.admissions = admissions;
    this.policy = policy;
    this.clock = clock;
    this.fleet = null;
  }

  public ExplainWait(
      Admissions admissions, AdmissionPolicy policy, InstantSource clock, Fleet fleet) {
    this.admissions = admissions;
    this.policy = policy;
    this.clock = clock;
    this.fleet = fleet;
  }

  /**
   * Why the job waits; empty if it does not, or is about to be launched. Blocks for the store if
   * the job stands in line; meant for one job at a time.
   */
  public Optional<Wait> explain(Job job) {
    Execution current = job.current();
    Optional<WaitForBackend> backend =
        fleet == null ? Optional.empty() : WaitForBackend.of(current, fleet);
    if (current.state() instanceof Queued) {
      Instant now = clock.instant();
      Optional<Standing> standing = admissions.standing(current.id(), now);
      return standing.flatMap(
          one -> backend.map(wait -> wait.inLine(one)).or(() -> policy.explain(one, now)));
    } else if (untilLaunched(current) && backend.isPresent()) {
      return Optional.of(backend.get().letThrough());
    } else if (current.state() instanceof Pending pending && !pending.waitingFor().isBlank()) {
      return Optional.of(Wait.forBackend(pending.waitingFor()));
    }
    return Optional.empty();
  }

  private static boolean untilLaunched(Execution execution) {
    return execution.state() instanceof Pending
        || execution.state() instanceof ExecutionState.Launching;
  }
}
