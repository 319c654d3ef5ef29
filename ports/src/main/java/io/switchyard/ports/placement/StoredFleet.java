package io.switchyard.ports.placement;

import static java.util.stream.Collectors.toSet;

import io.switchyard.domain.job.admission.Usage;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendSnapshot;
import io.switchyard.domain.placement.Condition;
import io.switchyard.domain.placement.Health;
import io.switchyard.ports.TargetFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backends, with what the store has of them. */
final class StoredFleet implements Fleet {

  private static final Logger LOG = LoggerFactory.getLogger(StoredFleet.class);

  private record Seen(
      Instant at, Map<BackendId, BackendState> states, Map<BackendId, Usage> taken) {}

  private final Backends backends;
  private final PlacementTerms terms;
  private final BackendStates states;
  private final InstantSource clock;
  private final boolean bounded;
  private volatile Seen last = new Seen(Instant.MIN, Map.of(), Map.of());

  StoredFleet(Backends backends, PlacementTerms terms, BackendStates states, InstantSource clock) {
    this.backends = backends;
    this.terms = terms;
    this.states = states;
    this.clock = clock;
    this.bounded =
        terms.backends().values().stream().anyMatch(t -> t.cores() != null || t.memoryMb() != null);
  }

  @Override
  public Backends backends() {
    return backends;
  }

  @Override
  public PlacementTerms terms() {
    return terms;
  }

  @Override
  public List<BackendSnapshot> snapshots() {
    Seen seen = seen();
    Instant now = clock.instant();
    List<BackendSnapshot> snapshots = new ArrayList<>();
    for (Backend backend : backends.all()) {
      snapshots.add(snapshot(backend, snapshots.size(), seen, now));
    }
    return snapshots;
  }

  private BackendSnapshot snapshot(Backend backend, int place, Seen seen, Instant now) {
    BackendState state = state(backend.id(), seen);
    Usage taken = seen.taken().getOrDefault(backend.id(), Usage.NONE);
    return new BackendSnapshot(
        backend.id(),
        backend.place().kind(),
        backend.place().regions(),
        backend.place().environments(),
        terms.of(backend.id(), place),
        backend.runsClusters(),
        state.condition().health(),
        state.condition().share(now),
        state.drain() != null,
        taken.cores(),
        taken.memoryMb());
  }

  @Override
  public BackendState state(BackendId id) {
    return state(id, seen());
  }

  private static BackendState state(BackendId id, Seen seen) {
    BackendState state = seen.states().get(id);
    return state == null ? BackendState.unknown(id) : state;
  }

  @Override
  public boolean shunned(BackendId id) {
    BackendState state = state(id);
    return state.drain() != null || state.condition().share(clock.instant()) <= 0;
  }

  @Override
  public boolean draining(BackendId id) {
    return state(id).drain() != null;
  }

  @Override
  public Set<BackendId> drained() {
    return backends.all().stream().map(Backend::id).filter(this::draining).collect(toSet());
  }

  private Seen seen() {
    Seen seen = last;
    if (!seen.at().equals(Instant.MIN) && clock.instant().isBefore(seen.at().plus(FRESH))) {
      return seen;
    }
    return fresh();
  }

  /** What the store knows now. */
  private Seen fresh() {
    Instant now = clock.instant();
    Seen seen = new Seen(now, states.read(), bounded ? states.taken() : Map.of());
    last = seen;
    return seen;
  }

  @Override
  public void answered(BackendId id) {
    report(id, condition -> condition.answered(now()));
  }

  @Override
  public void failed(BackendId id, TargetFailure failure) {
    switch (failure.kind()) {
      case UNREACHABLE, BROKEN, FORBIDDEN ->
          report(id, condition -> condition.failed(String.valueOf(failure.getMessage()), now()));
      case REJECTED, FULL -> answered(id);
      case THROTTLED -> {
        // It is there, and has more to do than it likes.
      }
    }
  }

  private Instant now() {
    // Stores keep microseconds.
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void report(BackendId id, UnaryOperator<Condition> news) {
    if (backends.find(id).isEmpty()) {
      return;
    }
    try {
      BackendState was = state(id);
      Condition next = news.apply(was.condition());
      if (next.equals(was.condition())) {
        return;
      }
      if (!states.save(was.faring(next))) {
        // Somebody else had news, too; the next ones will do.
        fresh();
        return;
      }
      fresh();
      if (next.health() != was.condition().health()) {
        log(id, was.condition().health(), next);
      }
    } catch (TargetFailure failure) {
      LOG.atDebug()
          .addKeyValue("backend", id)
          .addKeyValue("error", failure.getMessage())
          .log("health of a backend not noted");
    }
  }

  private static void log(BackendId id, Health before, Condition now) {
    (now.health() == Health.HEALTHY ? LOG.atInfo() : LOG.atWarn())
        .addKeyValue("backend", id)
        .addKeyValue("before", before)
        .addKeyValue("health", now.health())
        .addKeyValue("error", now.why())
        .log("health of a backend changed");
  }

  @Override
  public boolean drain(BackendId id, BackendState.@Nullable Drain drain) {
    BackendState was = state(id, fresh());
    while (states != BackendStates.NONE && (was.drain() == null) != (drain == null)) {
      if (states.save(was.draining(drain))) {
        fresh();
        return true;
      }
      was = state(id, fresh());
    }
    return false;
  }

  @Override
  public List<BackendReport> reports() {
    Seen seen = fresh();
    Map<BackendId, Usage> taken = states.taken();
    Instant now = clock.instant();
    List<BackendReport> reports = new ArrayList<>();
    for (Backend backend : backends.all()) {
      BackendState state = state(backend.id(), seen);
      reports.add(
          new BackendReport(
              backend,
              terms.of(backend.id(), reports.size()),
              state,
              state.condition().share(now),
              taken.getOrDefault(backend.id(), Usage.NONE)));
    }
    return reports;
  }
}
