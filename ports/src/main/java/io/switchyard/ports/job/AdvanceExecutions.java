package io.switchyard.ports.job;

import static java.util.stream.Collectors.groupingBy;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import io.switchyard.ports.placement.Fleet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work loop's body: lets executions through that stand in line, claims those whose time has
 * come, launches and stops their drivers, and watches those that run ({@link WatchDrivers}). Any
 * number of processes and threads may call it on one store.
 */
public final class AdvanceExecutions {

  private static final Logger LOG = LoggerFactory.getLogger(AdvanceExecutions.class);

  private final Executions executions;
  private final Backends backends;
  private final Fleet fleet;
  private final InstantSource clock;
  private final Cadence cadence;
  private final AdmitExecutions admission;
  private final Launching launching;
  private final Watching watching;
  private final WatchDrivers watch;

  public AdvanceExecutions(
      Jobs jobs,
      Executions executions,
      WatchDrivers watch,
      Backends backends,
      JobIds ids,
      InstantSource clock,
      Cadence cadence,
      AdmitExecutions admission) {
    this(jobs, executions, watch, Fleet.inOrder(backends, clock), ids, clock, cadence, admission);
  }

  public AdvanceExecutions(
      Jobs jobs,
      Executions executions,
      WatchDrivers watch,
      Fleet fleet,
      JobIds ids,
      InstantSource clock,
      Cadence cadence,
      AdmitExecutions admission) {
    this.executions = executions;
    this.backends = fleet.backends();
    this.fleet = fleet;
    this.clock = clock;
    this.cadence = cadence;
    this.admission = admission;
    this.launching = new Launching(jobs, executions, fleet, ids, clock, cadence);
    this.watch = watch;
    this.watching = new Watching(jobs, executions, ids, clock, cadence);
  }

  /**
   * One pass, which ends when there is nothing to do or {@link Cadence#batch} executions were
   * claimed, and a look at each backend that is due. Blocks for the store and the backends. A
   * backend that fails delays its own executions only; a store that fails is thrown.
   *
   * @return how many executions were claimed; if it is the whole batch or more, more may be due
   */
  public int advance() {
    int claimed = 0;
    boolean more = true;
    while (more && claimed < cadence.batch()) {
      int admitted = admission.admit();
      int advanced = advanceDue();
      claimed += advanced;
      // Those that were launched made way for others to be let through.
      more = admitted > 0 && advanced > 0;
    }
    watch.watch();
    return claimed;
  }

  private int advanceDue() {
    List<Claimed> due = executions.claimDue(clock.instant(), cadence.lease(), cadence.batch());
    timeOut(due);
    Map<BackendId, List<Claimed>> byBackend =
        due.stream()
            .filter(claimed -> !(claimed.execution().state() instanceof Queued))
            .collect(groupingBy(claimed -> claimed.execution().backend()));
    byBackend.forEach(
        (id, claims) ->
            backends
                .find(id)
                .ifPresentOrElse(backend -> advance(backend, claims), () -> orphaned(id, claims)));
    return due.size();
  }

  /** Those that stand in line are due when their time to start is over, and for nothing else. */
  private void timeOut(List<Claimed> due) {
    Instant now = clock.instant();
    List<Change> changes = new ArrayList<>();
    for (Claimed claimed : due) {
      Execution execution = claimed.execution();
      if (execution.state() instanceof Queued queued) {
        StopReason overdue = execution.overdue(now);
        Execution next = overdue == null ? execution : execution.in(queued.stop(overdue, now));
        Instant again = overdue == null ? execution.firstDue() : null;
        changes.add(new Change(claimed, next, again, null));
      }
    }
    executions.save(changes);
  }

  private void advance(Backend backend, List<Claimed> claims) {
    // Watching first: drivers that ended make room for those to be launched.
    watching.advance(backend, claims);
    launching.advance(backend, fleet.draining(backend.id()) ? held(backend.id(), claims) : claims);
  }

  /**
   * Pending ones wait until somewhere takes them; a launch that was begun is brought to its end.
   */
  private List<Claimed> held(BackendId drained, List<Claimed> claims) {
    Instant now = clock.instant();
    List<Change> changes = new ArrayList<>();
    List<Claimed> rest = new ArrayList<>();
    for (Claimed claimed : claims) {
      Execution execution = claimed.execution();
      if (execution.state() instanceof Pending pending && execution.overdue(now) == null) {
        var waiting = new Pending(pending.since(), "backend " + drained + " is being drained");
        changes.add(Change.until(claimed, execution.in(waiting), now.plus(cadence.retry())));
      } else {
        rest.add(claimed);
      }
    }
    executions.save(changes);
    return rest;
  }

  /** Their backend is not configured any more; they wait in case it comes back. */
  private void orphaned(BackendId id, List<Claimed> claims) {
    LOG.atWarn()
        .addKeyValue("backend", id)
        .addKeyValue("executions", claims.size())
        .log("executions belong to a backend that is not configured");
    var later = clock.instant().plus(cadence.launch());
    executions.save(
        claims.stream().map(claim -> Change.until(claim, claim.execution(), later)).toList());
  }
}
