package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Choice;
import io.switchyard.ports.placement.Fleet;
import io.switchyard.ports.placement.Placer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places executions anew that wait for a backend which fails or is emptied. Only those move of
 * which no launch was begun, so that there is one driver wherever they go; one whose launch may
 * have been heard stays until its backend says so. What may run nowhere else waits.
 */
public final class MoveWaiting {

  private static final Logger LOG = LoggerFactory.getLogger(MoveWaiting.class);

  private static final int PAGE = 200;
  private static final int PAGES = 5;

  private final Jobs jobs;
  private final Executions executions;
  private final Placer placer;
  private final InstantSource clock;
  private final Map<BackendId, ExecutionId> reached = new HashMap<>();

  public MoveWaiting(Jobs jobs, Executions executions, Placer placer, InstantSource clock) {
    this.jobs = jobs;
    this.executions = executions;
    this.placer = placer;
    this.clock = clock;
  }

  /**
   * One pass over what waits; where that is very much, over a part of it, and the next pass goes
   * on. Any number of processes may call it on one store. Blocks for the store; for one thread.
   *
   * @return how many were moved
   */
  public int move() {
    Fleet fleet = placer.fleet();
    int moved = 0;
    if (fleet.backends().all().size() > 1) {
      for (Backend backend : fleet.backends().all()) {
        if (fleet.shunned(backend.id())) {
          moved += move(backend.id());
        }
      }
    }
    return moved;
  }

  private int move(BackendId from) {
    int moved = 0;
    for (int i = 0; i < PAGES; i++) {
      List<Claimed> page = executions.waiting(from, reached.get(from), PAGE);
      List<Change> changes = new ArrayList<>();
      page.forEach(claimed -> elsewhere(claimed).ifPresent(changes::add));
      moved += changes.isEmpty() ? 0 : executions.save(changes).size();
      if (page.size() < PAGE) {
        reached.remove(from);
        break;
      }
      reached.put(from, page.get(page.size() - 1).execution().id());
    }
    if (moved > 0) {
      LOG.atInfo()
          .addKeyValue("backend", from)
          .addKeyValue("executions", moved)
          .log("executions placed on other backends");
    }
    return moved;
  }

  private Optional<Change> elsewhere(Claimed claimed) {
    Execution execution = claimed.execution();
    Optional<Job> job = jobs.find(execution.job());
    if (job.isEmpty()) {
      return Optional.empty();
    }
    Choice choice = placer.job(job.get().request().under(execution.terms()), job.get().id());
    if (choice instanceof Choice.Chosen chosen
        && !chosen.backend().id().equals(execution.backend())
        && chosen.placement().waits() == null) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Execution next = execution.moved(chosen.placement(), chosen.sparkVersion(), now);
      return Optional.of(new Change(claimed, next, due(next, now), null));
    }
    return Optional.empty();
  }

  private static @Nullable Instant due(Execution execution, Instant now) {
    return execution.state() instanceof Queued ? execution.firstDue() : now;
  }
}
