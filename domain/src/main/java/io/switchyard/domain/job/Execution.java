package io.switchyard.domain.job;

import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Placement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a job on one backend.
 *
 * @param attempt 1 for the first
 * @param backend where it runs; may change until a launch was begun there, and never after
 * @param sparkVersion the release it runs on
 * @param terms what it is held to
 * @param state where it stands
 * @param missingSince since when the backend, asked, has had no record of the driver, or of how it
 *     failed; null while it has one
 * @param metrics what the driver counted; null until it ended and told
 * @param ui where people can watch the driver; null unless it runs and has said so
 * @param connect the Spark Connect server in its driver; null if it is to have none, or none yet,
 *     or is over
 * @param placement why it is on its backend; null if nobody noted that
 */
public record Execution(
    ExecutionId id,
    JobId job,
    int attempt,
    BackendId backend,
    SparkVersion sparkVersion,
    Terms terms,
    ExecutionState state,
    @Nullable Instant missingSince,
    @Nullable JobMetrics metrics,
    @Nullable URI ui,
    @Nullable DriverConnect connect,
    @Nullable Placement placement) {

  /**
   * How long a backend may have no record of a driver before it counts as gone. A Spark master that
   * lost a worker answers nothing useful for {@code spark.worker.timeout}, 60 s by default.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * How long the log of a driver that is gone may be out of reach before its end is judged without
   * it. Longer than we may be away ourselves: of the time in between nobody keeps a record.
   */
  public static final Duration LAST_PATIENCE = Duration.ofMinutes(10);

  public Execution {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt " + attempt);
    }
  }

  /** An execution whose driver has no Spark Connect server. */
  public Execution(
      ExecutionId id,
      JobId job,
      int attempt,
      BackendId backend,
      SparkVersion sparkVersion,
      Terms terms,
      ExecutionState state,
      @Nullable Instant missingSince,
      @Nullable JobMetrics metrics,
      @Nullable URI ui) {
    this(id, job, attempt, backend, sparkVersion, terms, state, missingSince, metrics, ui, null);
  }

  /** An execution of which nobody noted why it is on its backend. */
  public Execution(
      ExecutionId id,
      JobId job,
      int attempt,
      BackendId backend,
      SparkVersion sparkVersion,
      Terms terms,
      ExecutionState state,
      @Nullable Instant missingSince,
      @Nullable JobMetrics metrics,
      @Nullable URI ui,
      @Nullable DriverConnect connect) {
    this(
        id,
        job,
        attempt,
        backend,
        sparkVersion,
        terms,
        state,
        missingSince,
        metrics,
        ui,
        connect,
        null);
  }

  /** The first attempt of a job, under no terms. */
  public static Execution first(
      ExecutionId id, JobId job, BackendId backend, SparkVersion version, Instant at) {
    var queued = new ExecutionState.Queued(at, "");
    return new Execution(id, job, 1, backend, version, Terms.NONE, queued, null, null, null);
  }

  /** The first attempt of a job that was asked for so. */
  public static Execution first(
      ExecutionId id,
      JobId job,
      BackendId backend,
      SparkVersion version,
      JobRequest request,
      Instant at) {
    var queued = new ExecutionState.Queued(at, "");
    Terms terms = Terms.of(request, at, 0);
    return new Execution(id, job, 1, backend, version, terms, queued, null, null, null);
  }

  /**
   * The attempt after this one, on the same backend.
   *
   * @param request what the job was asked for as
   * @param at when it begins, which may be later than now
   */
  public Execution next(ExecutionId nextId, JobRequest request, Instant at) {
    boolean lackedMemory =
        state instanceof Ended ended && ended.failure() == FailureClass.OUT_OF_MEMORY;
    boolean raises = lackedMemory && request.policy().retry().raiseMemoryTo() != null;
    Terms next = Terms.of(request, at, terms.memoryRaises() + (raises ? 1 : 0));
    var queued = new ExecutionState.Queued(at, "attempt " + (attempt + 1) + " begins " + at);
    return new Execution(
        nextId,
        job,
        attempt + 1,
        backend,
        sparkVersion,
        next,
        queued,
        null,
        null,
        null,
        null,
        placement);
  }

  /**
   * When somebody must look at it for the first time; null for not until it is let through. One
   * that stands in line needs no look before its time to start is over.
   */
  public @Nullable Instant firstDue() {
    return state instanceof ExecutionState.Queued ? terms.startBy() : state.since();
  }

  /** Why its driver must stop at {@code now}; null if it need not. */
  public @Nullable StopReason overdue(Instant now) {
    Instant started = startedAt();
    Instant startBy = terms.startBy();
    Duration runFor = terms.runFor();
    if (started == null && startBy != null && !now.isBefore(startBy)) {
      return new StopReason(Outcome.TIMEOUT, "it did not run within its queue_timeout_seconds");
    }
    if (started != null && runFor != null && !now.isBefore(started.plus(runFor))) {
      return new StopReason(
          Outcome.TIMEOUT, "it ran longer than its timeout_seconds, " + runFor.toSeconds());
    }
    return null;
  }

  public boolean ended() {
    return state instanceof Ended;
  }

  /**
   * Whether its driver is on the backend and nobody asked it to stop, so that all there is to do is
   * to watch.
   */
  public boolean watched() {
    return state instanceof ExecutionState.Submitted || state instanceof ExecutionState.Running;
  }

  /** When the driver was first seen running; null if it was not. */
  public @Nullable Instant startedAt() {
    if (state instanceof ExecutionState.Running running) {
      return running.since();
    } else if (state instanceof Stopping stopping) {
      return stopping.startedAt();
    }
    return state instanceof Ended ended ? ended.startedAt() : null;
  }

  /** The backend's name for the driver; null if no backend has had it. */
  public @Nullable BackendHandle handle() {
    if (state instanceof ExecutionState.OnBackend onBackend) {
      return onBackend.handle();
    }
    return state instanceof Ended ended ? ended.handle() : null;
  }

  /** When it ended; null while it has not. */
  public @Nullable Instant endedAt() {
    return state instanceof Ended ended ? ended.since() : null;
  }

  /** This execution in another state; the backend answered, so nothing is missing. */
  public Execution in(ExecutionState next) {
    URI shown = next instanceof Ended ? null : ui;
    DriverConnect server = next instanceof Ended ? null : connect;
    return new Execution(
        id,
        job,
        attempt,
        backend,
        sparkVersion,
        terms,
        next,
        null,
        metrics,
        shown,
        server,
        placement);
  }

  /** This execution after the backend was asked at {@code at} and had no record of its driver. */
  public Execution missing(Instant at) {
    Instant first = missingSince == null ? at : missingSince;
    return new Execution(
        id,
        job,
        attempt,
        backend,
        sparkVersion,
        terms,
        state,
        first,
        metrics,
        ui,
        connect,
        placement);
  }

  /**
   * Whether the backend has been without a record for longer than {@link #PATIENCE} at {@code at}.
   */
  public boolean missingTooLong(Instant at) {
    return missingSince != null && !at.isBefore(missingSince.plus(PATIENCE));
  }

  /**
   * Whether it has been missing for longer than {@link #LAST_PATIENCE} at {@code at}, so that
   * nothing more will be heard of it.
   */
  public boolean givenUp(Instant at) {
    return missingSince != null && !at.isBefore(missingSince.plus(LAST_PATIENCE));
  }

  public Execution counted(@Nullable JobMetrics counted) {
    return new Execution(
        id,
        job,
        attempt,
        backend,
        sparkVersion,
        terms,
        state,
        missingSince,
        counted,
        ui,
        connect,
        placement);
  }

  /** This execution, whose driver can be watched at {@code address}. */
  public Execution watchedAt(URI address) {
    return new Execution(
        id,
        job,
        attempt,
        backend,
        sparkVersion,
        terms,
        state,
        missingSince,
        metrics,
        address,
        connect,
        placement);
  }

  /** This execution with a Spark Connect server in its driver, or what is known of it by now. */
  public Execution serving(DriverConnect server) {
    return new Execution(
        id,
        job,
        attempt,
        backend,
        sparkVersion,
        terms,
        state,
        missingSince,
        metrics,
        ui,
        server,
        placement);
  }

  /** This execution, of which it is noted why it is on its backend. */
  public Execution placed(Placement why) {
    return on(backend, sparkVersion, state, why);
  }

  /**
   * This execution on another backend.
   *
   * @throws IllegalStateException if a launch was begun, so that a driver may be where it was
   */
  public Execution moved(Placement to, SparkVersion version, Instant at) {
    if (state instanceof ExecutionState.Pending) {
      return on(to.backend(), version, new ExecutionState.Pending(at, ""), to);
    } else if (state instanceof ExecutionState.Queued) {
      return on(to.backend(), version, state, to);
    }
    throw new IllegalStateException(id + " cannot be moved, it is " + state);
  }

  private Execution on(BackendId on, SparkVersion version, ExecutionState next, Placement why) {
    return new Execution(
        id, job, attempt, on, version, terms, next, missingSince, metrics, ui, connect, why);
  }
}
