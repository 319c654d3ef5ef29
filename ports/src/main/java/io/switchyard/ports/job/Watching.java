package io.switchyard.ports.job;

import io.switchyard.domain.job.AttemptPolicy;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverReport;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.Stopping;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows drivers to their end: the half of the work loop in which a backend has them. */
final class Watching {

  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

  /** Enough for the driver's report, which stands in its last lines. */
  private static final int REPORT_BYTES = 64 * 1024;

  private final Executions executions;
  private final JobIds ids;
  private final InstantSource clock;
  private final Cadence cadence;
  private final AttemptPolicy attempts;

  Watching(
      Executions executions,
      JobIds ids,
      InstantSource clock,
      Cadence cadence,
      AttemptPolicy attempts) {
    this.executions = executions;
    this.ids = ids;
    this.clock = clock;
    this.cadence = cadence;
    this.attempts = attempts;
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

  private Change change(
      Backend backend, Claimed claimed, OnBackend state, Map<BackendHandle, Observation> seen) {
    Execution execution = claimed.execution();
    Observation observation = seen.get(state.handle());
    Instant now = clock.instant();
    if (observation != null) {
      ExecutionState next = state.observed(observation, now);
      return next instanceof Ended ended
          ? ended(claimed, ended, report(backend, state.handle()))
          : Change.until(claimed, execution.in(next), now.plus(cadence.poll()));
    }
    Execution missing = execution.missing(now);
    return missing.missingTooLong(now)
        ? ended(claimed, state, report(backend, state.handle()), now)
        : Change.until(claimed, missing, now.plus(cadence.retry()));
  }

  /** The backend has forgotten the driver; its own report is the evidence that is left. */
  private Change ended(
      Claimed claimed, OnBackend state, @Nullable DriverReport report, Instant now) {
    Outcome said = report == null ? null : report.end();
    if (said == Outcome.SUCCEEDED) {
      var succeeded = (Ended) state.observed(Observation.of(Observation.Phase.SUCCEEDED), now);
      return ended(claimed, succeeded, report);
    } else if (said == Outcome.FAILED) {
      var failed = (Ended) state.observed(Observation.of(Observation.Phase.FAILED), now);
      return ended(claimed, failed, report);
    }
    return ended(claimed, state.vanished(now), report);
  }

  private Change ended(Claimed claimed, Ended end, @Nullable DriverReport report) {
    Ended explained = report == null ? end : end.explained(report.cause());
    Execution next =
        claimed.execution().in(explained).counted(report == null ? null : report.metrics());
    Execution following =
        attempts.triesAgain(next) ? next.next(ids.nextExecution(), end.since()) : null;
    LOG.atInfo()
        .addKeyValue("job_id", next.job())
        .addKeyValue("execution_id", next.id())
        .addKeyValue("backend", next.backend())
        .addKeyValue("status", explained.status())
        .addKeyValue("again", following != null)
        .log("execution ended");
    return new Change(claimed, next, null, following);
  }

  /** What the driver said of itself; null if its log cannot be read now. */
  private static @Nullable DriverReport report(Backend backend, BackendHandle handle) {
    try {
      LogPage tail = backend.logs().tail(handle, LogStream.STDERR, REPORT_BYTES);
      return DriverReport.read(new String(tail.bytes(), StandardCharsets.UTF_8));
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("handle", handle)
          .addKeyValue("error", failure.getMessage())
          .log("log of an ended driver cannot be read");
      return null;
    }
  }
}
