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
import io.switchyard.ports.placement.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the drivers of whole backends: asks each backend once for all of them, and writes what
 * has changed. A driver that goes on as before costs no write. A backend that tells of a change by
 * itself ({@link JobLauncher#onChange}) is looked at sooner. Any number of processes and threads
 * may call it on one store.
 */
public final class WatchDrivers {

  private static final Logger LOG = LoggerFactory.getLogger(WatchDrivers.class);

  /** Ends written at once: each costs a look into a log, and people wait for it. */
  private static final int ENDS = 10;

  /** Looks at a backend that tells of changes may follow each other so many times as fast. */
  private static final int HASTE = 5;

  private final Executions executions;
  private final Watches watches;
  private final Backends backends;
  private final Fleet fleet;
  private final InstantSource clock;
  private final Cadence cadence;
  private final Watching watching;
  private final WatchedExecutions watched;
  private final Set<BackendId> ids;
  private final AtomicInteger looks = new AtomicInteger();
  private final Set<BackendId> changed = ConcurrentHashMap.newKeySet();
  private final Map<BackendId, Instant> begun = new ConcurrentHashMap<>();

  public WatchDrivers(
      Jobs jobs,
      Executions executions,
      Watches watches,
      Backends backends,
      JobIds jobIds,
      InstantSource clock,
      Cadence cadence) {
    this(jobs, executions, watches, Fleet.inOrder(backends, clock), jobIds, clock, cadence);
  }

  public WatchDrivers(
      Jobs jobs,
      Executions executions,
      Watches watches,
      Fleet fleet,
      JobIds jobIds,
      InstantSource clock,
      Cadence cadence) {
    this.executions = executions;
    this.watches = watches;
    this.backends = fleet.backends();
    this.fleet = fleet;
    this.clock = clock;
    this.cadence = cadence;
    this.watching = new Watching(jobs, executions, jobIds, clock, cadence);
    this.watched = new WatchedExecutions(watches);
    this.ids = fleet.backends().all().stream().map(Backend::id).collect(toSet());
    fleet
        .backends()
        .all()
        .forEach(backend -> backend.jobs().onChange(() -> changed.add(backend.id())));
  }

  /**
   * One look at each backend whose time has come. Blocks for the store and the backends. A backend
   * that fails delays its own executions only; a store that fails is thrown.
   *
   * @return how many executions were changed
   */
  public int watch() {
    hurry();
    int written = 0;
    for (Watch watch : watches.claimDue(ids, clock.instant(), lease())) {
      written += look(watch, backends.find(watch.backend()).orElseThrow());
    }
    return written;
  }

  /** Backends that told of a change are looked at soon, whoever does it. */
  private void hurry() {
    for (BackendId id : changed) {
      changed.remove(id);
      Instant soonest = begun.getOrDefault(id, Instant.MIN).plus(cadence.poll().dividedBy(HASTE));
      Instant now = clock.instant();
      watches.hurry(id, soonest.isAfter(now) ? soonest : now);
    }
  }

  /** Short, because all drivers of a backend wait for it when its holder dies, and it is cheap. */
  private Duration lease() {
    return cadence.lease().dividedBy(4);
  }

  private int look(Watch watch, Backend backend) {
    Instant now = clock.instant();
    begun.put(backend.id(), now);
    List<Claimed> all = watched.of(backend.id());
    Duration pause = cadence.poll();
    int written = 0;
    try {
      if (all.isEmpty()) {
        probe(backend);
      } else {
        written = advance(backend, all, now.plus(lease()));
      }
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("backend", backend.id())
          .addKeyValue("kind", failure.kind())
          .addKeyValue("error", failure.getMessage())
          .log("backend cannot be asked");
      pause = cadence.retry();
    }
    watches.release(watch, now.plus(pause));
    return written;
  }

  /** Nobody waits for the answer, so it is no news but for the backend's health. */
  private void probe(Backend backend) {
    try {
      if (backend.jobs().probe()) {
        fleet.answered(backend.id());
      }
    } catch (TargetFailure failure) {
      fleet.failed(backend.id(), failure);
    }
  }

  private int advance(Backend backend, List<Claimed> all, Instant until) {
    Set<BackendHandle> handles = all.stream().map(c -> on(c).handle()).collect(toSet());
    Map<BackendHandle, Observation> seen = observe(backend, handles);
    List<Change> changes = new ArrayList<>();
    List<Claimed> ends = new ArrayList<>();
    for (Claimed claimed : all) {
      if (watching.ends(claimed, on(claimed), seen)) {
        ends.add(claimed);
      } else {
        changes.add(watching.change(backend, claimed, on(claimed), seen));
      }
    }
    return save(changes) + end(backend, ends, seen, until);
  }

  private Map<BackendHandle, Observation> observe(Backend backend, Set<BackendHandle> handles) {
    try {
      Map<BackendHandle, Observation> seen = backend.jobs().observe(handles);
      fleet.answered(backend.id());
      return seen;
    } catch (TargetFailure failure) {
      fleet.failed(backend.id(), failure);
      throw failure;
    }
  }

  private static OnBackend on(Claimed claimed) {
    return (OnBackend) claimed.execution().state();
  }

  private int save(List<Change> all) {
    List<Change> changes =
        all.stream().filter(change -> !change.now().equals(change.was().execution())).toList();
    int saved = 0;
    for (List<Change> some : WatchedExecutions.inPieces(changes, cadence.batch())) {
      saved += executions.save(some).size();
    }
    return saved;
  }

  /**
   * What there is no time for has still ended at the next look. Those whose log could not be read
   * before come last and take turns, so that a worker that is away holds up nobody else's end.
   */
  private int end(
      Backend backend, List<Claimed> ends, Map<BackendHandle, Observation> seen, Instant until) {
    List<Claimed> tried =
        new ArrayList<>(ends.stream().filter(c -> c.execution().missingSince() != null).toList());
    Collections.rotate(tried, -looks.incrementAndGet() * ENDS);
    List<Claimed> inTurn =
        new ArrayList<>(ends.stream().filter(c -> c.execution().missingSince() == null).toList());
    inTurn.addAll(tried);
    int saved = 0;
    for (List<Claimed> some : WatchedExecutions.inPieces(inTurn, ENDS)) {
      if (clock.instant().isBefore(until)) {
        saved += save(some.stream().map(c -> watching.change(backend, c, on(c), seen)).toList());
      }
    }
    return saved;
  }
}
