package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.RetryPolicy;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.job.Stopping;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows drivers to their end: the half of the work loop in which a backend has them. */
final class Watching {

  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

  /** How long after its begin a driver is asked where it can be watched. */
  private static final Duration UI_WITHIN = Duration.ofMinutes(2);

  private final Jobs jobs;
  private final Executions executions;
  private final JobIds ids;
  private final InstantSource clock;
  private final Cadence cadence;

  Watching(Jobs jobs, Executions executions, JobIds ids, InstantSource clock, Cadence cadence) {
    this.jobs = jobs;
    this.executions = executions;
    this.ids = ids;
    this.clock = clock;
    this.cadence = cadence;
  }

  void advance(Backend backend, List<Claimed> claims) {
    List<Claimed> onBackend =
        claims.stream().filter(c -> c.execution().state() instanceof OnBackend).toList();
    if (onBackend.isEmpty()) {
      return;
    }
    try {
      stop(backend, onBackend);
      Set<BackendHandle> handles = new HashSet<>();
      onBackend.forEach(c -> handles.add(((OnBackend) c.execution().state()).handle()));
      Map<BackendHandle, Observation> seen = backend.jobs().observe(handles);
      List<Change> changes = new ArrayList<>();
      for (Claimed claimed : onBackend) {
        changes.add(change(backend, claimed, (OnBackend) claimed.execution().state(), seen));
      }
      executions.save(changes);
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("backend", backend.id())
          .addKeyValue("kind", failure.kind())
          .addKeyValue("error", failure.getMessage())
          .log("backend cannot be asked");
      Instant later = clock.instant().plus(cadence.retry());
      executions.save(onBackend.stream().map(c -> Change.until(c, c.execution(), later)).toList());
    }
  }

  private static void stop(Backend backend, List<Claimed> onBackend) {
    for (Claimed claimed : onBackend) {
      if (claimed.execution().state() instanceof Stopping stopping) {
        backend.jobs().stop(stopping.handle());
      }
    }
  }

  /** Whether the driver has ended or is given up for lost, which takes a look into its log. */
  boolean ends(Claimed claimed, OnBackend state, Map<BackendHandle, Observation> seen) {
    Observation observation = seen.get(state.handle());
    Instant now = clock.instant();
    return observation == null
        ? claimed.execution().missing(now).missingTooLong(now)
        : state.observed(observation, now) instanceof Ended;
  }

  Change change(
      Backend backend, Claimed claimed, OnBackend state, Map<BackendHandle, Observation> seen) {
    Execution execution = claimed.execution();
    Observation observation = seen.get(state.handle());
    Instant now = clock.instant();
    if (observation != null) {
      ExecutionState next = state.observed(observation, now);
      return next instanceof Ended ended
          ? seenEnded(backend, claimed, state, ended, now)
          : goesOn(backend, claimed, execution.in(next), now);
    }
    return execution.missing(now).missingTooLong(now)
        ? Remains.of(backend, state.handle())
            .map(remains -> vanished(backend, claimed, state, remains, now))
            .orElseGet(() -> unread(claimed, state.vanished(now), true))
        : asksAgain(claimed, now);
  }

  private Change asksAgain(Claimed claimed, Instant now) {
    Execution missing = claimed.execution().missing(now);
    return Change.until(claimed, missing, now.plus(cadence.retry()));
  }

  /** A driver that was to stop and was not let run has done what was asked of it. */
  private Change seenEnded(
      Backend backend, Claimed claimed, OnBackend state, Ended end, Instant now) {
    Optional<Remains> left = Remains.of(backend, state.handle());
    if (left.isEmpty()) {
      return unread(claimed, end, end.failure() == FailureClass.UNKNOWN);
    }
    boolean obeyed = state instanceof Stopping && left.get().report().refused();
    return ended(claimed, obeyed ? state.vanished(now) : end, left.get());
  }

  /**
   * The driver is gone and its log cannot be read now. If only the log can tell how it ended, and
   * so whether the job is run again, the end waits for it, but not for ever.
   */
  private Change unread(Claimed claimed, Ended end, boolean logDecides) {
    Instant now = clock.instant();
    return !logDecides || claimed.execution().missing(now).givenUp(now)
        ? ended(claimed, end, Remains.NONE)
        : asksAgain(claimed, now);
  }

  private Change goesOn(Backend backend, Claimed claimed, Execution seen, Instant now) {
    Execution next = connected(backend, watched(backend, seen, now));
    StopReason overdue = next.overdue(now);
    return overdue != null && next.state() instanceof ExecutionState.Live live
        ? Change.until(claimed, next.in(live.stop(overdue, now)), now)
        : Change.until(claimed, next, now.plus(cadence.poll()));
  }

  /** Drivers say where they can be watched soon after they begin, or never. */
  private static Execution watched(Backend backend, Execution execution, Instant now) {
    Instant started = execution.startedAt();
    if (execution.ui() != null || started == null || now.isAfter(started.plus(UI_WITHIN))) {
      return execution;
    }
    try {
      return backend.jobs().ui(execution).map(execution::watchedAt).orElse(execution);
    } catch (TargetFailure failure) {
      // Its driver is followed all the same.
      return execution;
    }
  }

  /** Its Spark Connect server listens when its code makes a context, however late that is. */
  private static Execution connected(Backend backend, Execution execution) {
    DriverConnect server = execution.connect();
    if (server == null || server.address() != null || execution.startedAt() == null) {
      return execution;
    }
    try {
      return backend
          .jobs()
          .connect(execution)
          .map(address -> execution.serving(new DriverConnect(server.token(), address)))
          .orElse(execution);
    } catch (TargetFailure failure) {
      // As with its UI.
      return execution;
    }
  }

  /** The backend has forgotten the driver; its own report is the evidence that is left. */
  private Change vanished(
      Backend backend, Claimed claimed, OnBackend state, Remains remains, Instant now) {
    Outcome said = remains.report().end();
    if (said == Outcome.SUCCEEDED) {
      var succeeded = (Ended) state.observed(Observation.of(Observation.Phase.SUCCEEDED), now);
      return ended(claimed, succeeded, remains);
    } else if (said == Outcome.FAILED) {
      var failed = (Ended) state.observed(Observation.of(Observation.Phase.FAILED), now);
      return ended(claimed, failed, remains);
    }
    // It may not even have begun, and a launch that comes late must not begin it after its end.
    JobRequest request = jobs.find(claimed.execution().job()).orElseThrow().request();
    backend.jobs().forbid(claimed.execution(), request);
    return ended(claimed, state.vanished(now), remains);
  }

  private Change ended(Claimed claimed, Ended end, Remains remains) {
    Ended explained = end.explained(remains.report().cause(), remains.log());
    Execution next = claimed.execution().in(explained).counted(remains.report().metrics());
    Execution following = following(claimed.execution(), next, explained);
    LOG.atInfo()
        .addKeyValue("job_id", next.job())
        .addKeyValue("execution_id", next.id())
        .addKeyValue("backend", next.backend())
        .addKeyValue("status", explained.status())
        .addKeyValue("failure", explained.failure())
        .addKeyValue("again_at", following == null ? null : following.state().since())
        .log("execution ended");
    return new Change(claimed, next, null, following);
  }

  private @Nullable Execution following(Execution before, Execution ended, Ended end) {
    // Whoever asked for its end has asked for no other attempt, however this one came to its end.
    if (end.failure() == null || before.state() instanceof Stopping) {
      return null;
    }
    JobRequest request = jobs.find(ended.job()).orElseThrow().request();
    RetryPolicy retry = request.policy().retry();
    if (!retry.triesAgain(end, ended.attempt())) {
      return null;
    }
    Instant at = end.since().plus(retry.delayAfter(ended));
    return ended.next(ids.nextExecution(), request, at);
  }
}
