package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.StoppingLaunch;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.StopReason;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Fleet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Brings executions to a backend: the half of the work loop in which no driver is known yet. */
final class Launching {

  private static final Logger LOG = LoggerFactory.getLogger(Launching.class);

  private final Jobs jobs;
  private final Executions executions;
  private final Fleet fleet;
  private final JobIds ids;
  private final InstantSource clock;
  private final Cadence cadence;

  Launching(
      Jobs jobs,
      Executions executions,
      Fleet fleet,
      JobIds ids,
      InstantSource clock,
      Cadence cadence) {
    this.jobs = jobs;
    this.executions = executions;
    this.fleet = fleet;
    this.ids = ids;
    this.clock = clock;
    this.cadence = cadence;
  }

  void advance(Backend backend, List<Claimed> claims) {
    Optional<String> silent = Optional.empty();
    List<Claimed> fresh = announce(claims);
    for (int i = 0; i < fresh.size() && silent.isEmpty(); i++) {
      silent = launch(backend, fresh.get(i), true);
      if (silent.isPresent()) {
        notAsked(fresh.subList(i + 1, fresh.size()), silent.get());
      }
    }
    for (Claimed claimed : claims) {
      if (claimed.execution().state() instanceof StoppingLaunch) {
        lookForStopped(backend, claimed);
      } else if (claimed.execution().state() instanceof ExecutionState.Launching state) {
        StopReason overdue = claimed.execution().overdue(clock.instant());
        if (overdue != null) {
          Instant now = clock.instant();
          save(claimed, claimed.execution().in(state.stop(overdue, now)), now);
        } else if (silent.isPresent()) {
          askAgain(claimed);
        } else {
          silent = launch(backend, claimed, false);
        }
      }
    }
  }

  /** Makes the coming launches durable before any backend hears of them. */
  private List<Claimed> announce(List<Claimed> claims) {
    Instant now = clock.instant();
    List<Change> changes = new ArrayList<>();
    for (Claimed claimed : claims) {
      Execution execution = claimed.execution();
      StopReason overdue = execution.overdue(now);
      if (execution.state() instanceof ExecutionState.Pending pending && overdue != null) {
        executions.save(
            List.of(new Change(claimed, execution.in(pending.stop(overdue, now)), null, null)));
      } else if (execution.state() instanceof ExecutionState.Pending pending) {
        Execution next = execution.in(pending.launching(now));
        changes.add(Change.until(claimed, next, now.plus(cadence.launch())));
      }
    }
    return changes.isEmpty() ? List.of() : executions.save(changes);
  }

  /**
   * Launches, or looks for the driver of a launch whose answer was lost.
   *
   * @param fresh whether no launch of this execution was tried before
   * @return why there is no use in asking this backend again now; empty if there may be
   */
  private Optional<String> launch(Backend backend, Claimed announced, boolean fresh) {
    JobRequest request = request(announced.execution());
    Optional<Claimed> ours = withToken(announced, request);
    if (ours.isEmpty()) {
      return Optional.empty();
    }
    Claimed claimed = ours.get();
    Execution execution = claimed.execution();
    var state = (ExecutionState.Launching) execution.state();
    try {
      BackendHandle handle = launched(backend, execution, request);
      Instant now = clock.instant();
      save(claimed, execution.in(state.submitted(handle, now)), now.plus(cadence.poll()));
      log(LOG.atInfo(), execution).addKeyValue("handle", handle).log("driver submitted");
      return Optional.empty();
    } catch (TargetFailure failure) {
      return failed(backend, claimed, state, fresh, failure);
    }
  }

  private BackendHandle launched(Backend backend, Execution execution, JobRequest request) {
    try {
      BackendHandle handle = backend.jobs().launch(execution, request);
      fleet.answered(backend.id());
      return handle;
    } catch (TargetFailure failure) {
      fleet.failed(backend.id(), failure);
      throw failure;
    }
  }

  /**
   * The token of a Spark Connect server is durable before any driver has it.
   *
   * @return empty if somebody else works on the execution now
   */
  private Optional<Claimed> withToken(Claimed claimed, JobRequest request) {
    Execution execution = claimed.execution();
    if (!request.settings().connect() || execution.connect() != null) {
      return Optional.of(claimed);
    }
    Execution next = execution.serving(new DriverConnect(ids.nextToken(), null));
    Instant due = clock.instant().plus(cadence.launch());
    return executions.save(List.of(Change.until(claimed, next, due))).stream().findFirst();
  }

  private Optional<String> failed(
      Backend backend,
      Claimed claimed,
      ExecutionState.Launching state,
      boolean fresh,
      TargetFailure failure) {
    Execution execution = claimed.execution();
    String why = String.valueOf(failure.getMessage());
    boolean waits = failure.outcomeKnown() && failure.retryable();
    // A job that waits is asked about every few seconds; its message says what for.
    log(waits ? LOG.atDebug() : LOG.atWarn(), execution)
        .addKeyValue("kind", failure.kind())
        .addKeyValue("outcome_known", failure.outcomeKnown())
        .addKeyValue("error", why)
        .log("driver not submitted");
    boolean answers =
        failure.kind() != TargetFailure.Kind.UNREACHABLE
            && failure.kind() != TargetFailure.Kind.THROTTLED;
    // What happens to this launch says nothing of an earlier one, which may still be under way.
    if (!failure.outcomeKnown() || (!fresh && failure.retryable())) {
      askAgain(claimed);
    } else if (failure.retryable()) {
      notTaken(claimed, why);
    } else {
      rejected(backend, claimed, state, fresh, why);
    }
    return answers ? Optional.empty() : Optional.of(why);
  }

  /** One write for all of them: they have nothing to wait for one by one. */
  private void notAsked(List<Claimed> rest, String why) {
    Instant now = clock.instant();
    Instant later = now.plus(cadence.retry());
    List<Change> changes = new ArrayList<>();
    for (Claimed claimed : rest) {
      Execution execution = claimed.execution();
      if (execution.state() instanceof ExecutionState.Launching state) {
        changes.add(Change.until(claimed, execution.in(state.notTaken(why, now)), later));
      }
    }
    if (!changes.isEmpty()) {
      executions.save(changes);
    }
  }

  private void rejected(
      Backend backend, Claimed claimed, ExecutionState.Launching state, boolean fresh, String why) {
    Execution execution = claimed.execution();
    try {
      Optional<BackendHandle> earlier =
          fresh ? Optional.empty() : backend.jobs().forbid(execution, request(execution));
      Instant now = clock.instant();
      if (earlier.isPresent()) {
        save(claimed, execution.in(state.submitted(earlier.get(), now)), now);
      } else {
        Execution ended = execution.in(state.rejected(why, now));
        executions.save(List.of(new Change(claimed, ended, null, null)));
      }
    } catch (TargetFailure failure) {
      askAgain(claimed);
    }
  }

  private JobRequest request(Execution execution) {
    return jobs.find(execution.job()).orElseThrow().request().under(execution.terms());
  }

  private void askAgain(Claimed claimed) {
    save(claimed, claimed.execution(), clock.instant().plus(cadence.retry()));
  }

  private void notTaken(Claimed claimed, String why) {
    Execution execution = claimed.execution();
    Instant now = clock.instant();
    if (execution.state() instanceof ExecutionState.Launching state) {
      save(claimed, execution.in(state.notTaken(why, now)), now.plus(cadence.retry()));
    }
  }

  /** A launch was stopped while its answer was missing: is there a driver? */
  private void lookForStopped(Backend backend, Claimed claimed) {
    Execution execution = claimed.execution();
    var state = (StoppingLaunch) execution.state();
    Instant now = clock.instant();
    try {
      Optional<BackendHandle> handle = backend.jobs().forbid(execution, request(execution));
      // A launch that is still under way may yet show a driver to be stopped, though it runs
      // nothing.
      boolean settled = !now.isBefore(state.since().plus(cadence.launch()));
      if (handle.isPresent()) {
        save(claimed, execution.in(state.found(handle.get())), now);
      } else if (settled) {
        Execution ended = execution.in(state.neverLaunched(now));
        executions.save(List.of(new Change(claimed, ended, null, null)));
      } else {
        save(claimed, execution, now.plus(cadence.poll()));
      }
    } catch (TargetFailure failure) {
      log(LOG.atWarn(), execution)
          .addKeyValue("error", failure.getMessage())
          .log("backend cannot be asked");
      askAgain(claimed);
    }
  }

  private void save(Claimed claimed, Execution next, Instant due) {
    executions.save(List.of(Change.until(claimed, next, due)));
  }

  private static LoggingEventBuilder log(LoggingEventBuilder event, Execution execution) {
    return event
        .addKeyValue("job_id", execution.job())
        .addKeyValue("execution_id", execution.id())
        .addKeyValue("backend", execution.backend());
  }
}
