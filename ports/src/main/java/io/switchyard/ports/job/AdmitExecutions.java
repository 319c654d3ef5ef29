package io.switchyard.ports.job;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.placement.Fleet;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets executions through that stand in line, as the policy says. */
public final class AdmitExecutions {

  private static final Logger LOG = LoggerFactory.getLogger(AdmitExecutions.class);

  private final Admissions admissions;
  private final AdmissionPolicy policy;
  private final InstantSource clock;
  private final Supplier<Set<BackendId>> closed;

  public AdmitExecutions(Admissions admissions, AdmissionPolicy policy, InstantSource clock) {
    this(admissions, policy, clock, Set::of);
  }

  /** Lets nobody through to backends that are emptied. */
  public AdmitExecutions(
      Admissions admissions, AdmissionPolicy policy, InstantSource clock, Fleet fleet) {
    this(admissions, policy, clock, fleet::drained);
  }

  private AdmitExecutions(
      Admissions admissions,
      AdmissionPolicy policy,
      InstantSource clock,
      Supplier<Set<BackendId>> closed) {
    this.admissions = admissions;
    this.policy = policy;
    this.clock = clock;
    this.closed = closed;
  }

  /**
   * Lets through who may be now. Any number of processes may call it at once; one of them decides.
   * Blocks for the store.
   *
   * @return how many were let through
   */
  public int admit() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    // More of one line than the window has room for cannot be let through.
    AdmissionPolicy open = policy.without(closed.get());
    List<ExecutionId> admitted = admissions.admit(now, policy.window(), open::admit);
    if (!admitted.isEmpty()) {
      LOG.atDebug().addKeyValue("executions", admitted.size()).log("let through");
    }
    return admitted.size();
  }
}
