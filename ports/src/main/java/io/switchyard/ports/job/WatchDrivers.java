package io.switchyard.ports.job;

import static java.util.stream.Collectors.toSet;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.Watches.Watch;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the drivers of whole backends: asks each backend once for all of them, and writes what
 * has changed. A driver that goes on as before costs no write. Any number of processes and threads
 * may call it on one store.
 */
public final class WatchDrivers {

  private static final Logger LOG = LoggerFactory.getLogger(WatchDrivers.class);

  /** Ends written at once: each costs a look into a log, and people wait for it. */
  private static final int ENDS = 10;

  private final Executions executions;
  private final Watches watches;
  private final Backends backends;
  private final InstantSource clock;
  private final Cadence cadence;
  private final Watching watching;
  private final WatchedExecutions watched;
  private final Set<BackendId> ids;

  public WatchDrivers(
      Jobs jobs,
      Executions executions,
      Watches watches,
      Backends backends,
      JobIds jobIds,
      InstantSource clock,
      Cadence cadence) {
    this.executions = executions;
    this.watches = watches;
    this.backends = backends;
    this.clock = clock;
    this.cadence = cadence;
    this.watching = new Watching(jobs, executions, jobIds, clock, cadence);
    this.watched = new WatchedExecutions(watches);
    this.ids = backends.all().stream().map(Backend::id).collect(toSet());
  }

  /**
   * One look at each backend whose time has come. Blocks for the store and the backends. A backend
   * that fails delays its own executions only; a store that fails is thrown.
   *
   * @return how many executions were changed
   */
  public int watch() {
    int changed = 0;
    for (Watch watch : watches.claimDue(ids, clock.instant(), lease())) {
      changed += look(watch, backends.find(watch.backend()).orElseThrow());
    }
    return changed;
  }

  /** Short, because all drivers of a backend wait for it when its holder dies, and it is cheap. */
  private Duration lease() {
    return cadence.lease().dividedBy(4);
  }

  private int look(Watch watch, Backend backend) {
    Instant begun = clock.instant();
    List<Claimed> all = watched.of(backend.id());
    Duration pause = cadence.poll();
    int changed = 0;
    try {
      changed = all.isEmpty() ? 0 : advance(backend, all, begun.plus(lease()));
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("backend", backend.id())
          .addKeyValue("kind", failure.kind())
          .addKeyValue("error", failure.getMessage())
          .log("backend cannot be asked");
      pause = cadence.retry();
    }
    watches.release(watch, begun.plus(pause));
    return changed;
  }

  private int advance(Backend backend, List<Claimed> all, Instant until) {
    Set<BackendHandle> handles = all.stream().map(c -> on(c).handle()).collect(toSet());
    Map<BackendHandle, Observation> seen = backend.jobs().observe(handles);
    List<Change> changes = new ArrayList<>();
    List<Claimed> ends = new ArrayList<>();
    for (Claimed claimed : all) {
      if (watching.ends(claimed, on(claimed), seen)) {
        ends.add(claimed);
      } else {
        Change change = watching.change(backend, claimed, on(claimed), seen);
        if (!change.now().equals(claimed.execution())) {
          changes.add(change);
        }
      }
    }
    return save(changes) + end(backend, ends, seen, until);
  }

  private static OnBackend on(Claimed claimed) {
    return (OnBackend) claimed.execution().state();
  }

  private int save(List<Change> changes) {
    int saved = 0;
    for (List<Change> some : WatchedExecutions.inPieces(changes, cadence.batch())) {
      saved += executions.save(some).size();
    }
    return saved;
  }

  /** What there is no time for has still ended at the next look. */
  private int end(
      Backend backend, List<Claimed> ends, Map<BackendHandle, Observation> seen, Instant until) {
    int saved = 0;
    for (List<Claimed> some : WatchedExecutions.inPieces(ends, ENDS)) {
      if (clock.instant().isBefore(until)) {
        saved +=
            executions
                .save(some.stream().map(c -> watching.change(backend, c, on(c), seen)).toList())
                .size();
      }
    }
    return saved;
  }
}
