package io.switchyard.ports.job;

import static java.util.stream.Collectors.groupingBy;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work loop's body: claims executions whose time has come, launches and stops their drivers,
 * and watches those that run ({@link WatchDrivers}). Any number of processes and threads may call
 * it on one store.
 */
public final class AdvanceExecutions {

  private static final Logger LOG = LoggerFactory.getLogger(AdvanceExecutions.class);

  private final Executions executions;
  private final Backends backends;
  private final InstantSource clock;
  private final Cadence cadence;
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
      Cadence cadence) {
    this.executions = executions;
    this.backends = backends;
    this.clock = clock;
    this.cadence = cadence;
    this.launching = new Launching(jobs, executions, clock, cadence);
    this.watch = watch;
    this.watching = new Watching(jobs, executions, ids, clock, cadence);
  }

  /**
   * One pass over at most {@link Cadence#batch} due executions, and over backends that are due.
   * Blocks for the store and the backends. A backend that fails delays its own executions only; a
   * store that fails is thrown.
   *
   * @return how many executions were claimed; if it is the whole batch, more may be due
   */
  public int advance() {
    List<Claimed> due = executions.claimDue(clock.instant(), cadence.lease(), cadence.batch());
    Map<BackendId, List<Claimed>> byBackend =
        due.stream().collect(groupingBy(claimed -> claimed.execution().backend()));
    byBackend.forEach(
        (id, claims) ->
            backends
                .find(id)
                .ifPresentOrElse(backend -> advance(backend, claims), () -> orphaned(id, claims)));
    watch.watch();
    return due.size();
  }

  private void advance(Backend backend, List<Claimed> claims) {
    // Watching first: drivers that ended make room for those to be launched.
    watching.advance(backend, claims);
    launching.advance(backend, claims);
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
