package io.switchyard.domain.job;

import java.time.Instant;

/**
 * Where one execution stands. Each state is a type, and a move is a method on the state that allows
 * it, so an illegal move does not compile.
 *
 * <pre>
 * Queued → Pending ⇄ Launching → Submitted → Running → Ended
 *    │        │          │            └─────────┴──→ Stopping → Ended
 *    │        │          └→ StoppingLaunch ──────────↗    │
 *    └────────┴→ Ended               └────────────────────┴→ Ended
 * </pre>
 */
public sealed interface ExecutionState permits ExecutionState.Live, Ended {

  /** The status that people see. */
  JobStatus status();

  /** When this state began. */
  Instant since();

  /** A state that can still change. */
  sealed interface Live extends ExecutionState
      permits Queued, Pending, Launching, OnBackend, StoppingLaunch {

    /**
     * What a request to stop makes of this state. Repeating it changes nothing.
     *
     * @param at when it was asked for
     */
    ExecutionState stop(StopReason reason, Instant at);
  }

  /** A state in which a backend has told us its name for the driver. */
  sealed interface OnBackend extends Live permits Submitted, Running, Stopping {

    BackendHandle handle();

    /** What a backend's report makes of this state; an unknown word changes nothing. */
    ExecutionState observed(Observation observation, Instant at);

    /** What it means that the backend has no record of the driver, and will have none. */
    Ended vanished(Instant at);
  }

  /**
   * Stands in line until its team's limits and its backend let it through; it takes nothing of the
   * limits.
   *
   * @param since from when on it stands in line, which may be later than now: its place goes by
   *     this
   * @param waitingFor what it waits for before that, for people; may be empty
   */
  record Queued(Instant since, String waitingFor) implements Live {

    /** It is let through: from now on it counts for its team's limits. */
    public Pending admitted(Instant at) {
      return new Pending(at, "");
    }

    @Override
    public Ended stop(StopReason reason, Instant at) {
      return Ended.before(reason.outcome(), reason.message(), at);
    }

    @Override
    public JobStatus status() {
      return JobStatus.PENDING;
    }
  }

  /**
   * Waits for a backend to take it; no launch is under way.
   *
   * @param waitingFor what it waits for, for people; may be empty
   */
  record Pending(Instant since, String waitingFor) implements Live {

    /** A launch is about to be tried. This must be durable before the backend is called. */
    public Launching launching(Instant at) {
      return new Launching(at);
    }

    @Override
    public Ended stop(StopReason reason, Instant at) {
      return Ended.before(reason.outcome(), reason.message(), at);
    }

    @Override
    public JobStatus status() {
      return JobStatus.PENDING;
    }
  }

  /** A launch was begun; its answer is not known yet. */
  record Launching(Instant since) implements Live {

    /** The backend took it. */
    public Submitted submitted(BackendHandle handle, Instant at) {
      return new Submitted(handle, at);
    }

    /** The backend surely did not take it, and may later. */
    public Pending notTaken(String why, Instant at) {
      return new Pending(at, why);
    }

    /** The backend surely did not take it, and never will. */
    public Ended rejected(String why, Instant at) {
      return Ended.rejected(why, at);
    }

    @Override
    public StoppingLaunch stop(StopReason reason, Instant at) {
      return new StoppingLaunch(reason, at);
    }

    @Override
    public JobStatus status() {
      return JobStatus.PENDING;
    }
  }

  /** A backend has it; the driver was not seen running yet. */
  record Submitted(BackendHandle handle, Instant since) implements OnBackend {

    @Override
    public ExecutionState observed(Observation seen, Instant at) {
      return switch (seen.phase()) {
        case WAITING, UNKNOWN -> this;
        case RUNNING -> new Running(handle, at);
        case SUCCEEDED, FAILED, KILLED, LOST, NEVER_STARTED ->
            Ended.byItself(seen, handle, null, at);
      };
    }

    @Override
    public Ended vanished(Instant at) {
      return Ended.failed(
          FailureClass.LOST_NODE,
          "the backend lost the driver before it was seen running",
          handle,
          null,
          at);
    }

    @Override
    public Stopping stop(StopReason reason, Instant at) {
      return new Stopping(handle, null, reason, at);
    }

    @Override
    public JobStatus status() {
      return JobStatus.SUBMITTED;
    }
  }

  /** The driver runs. */
  record Running(BackendHandle handle, Instant since) implements OnBackend {

    @Override
    public ExecutionState observed(Observation seen, Instant at) {
      return seen.ended() ? Ended.byItself(seen, handle, since, at) : this;
    }

    @Override
    public Ended vanished(Instant at) {
      return Ended.failed(
          FailureClass.LOST_NODE,
          "the backend has no record of the driver any more, and its log does not say how it ended",
          handle,
          since,
          at);
    }

    @Override
    public Stopping stop(StopReason reason, Instant at) {
      return new Stopping(handle, since, reason, at);
    }

    @Override
    public JobStatus status() {
      return JobStatus.RUNNING;
    }
  }

  /** It shall not run, but an answer to its launch is still missing. */
  record StoppingLaunch(StopReason reason, Instant since) implements Live {

    /** The launch had succeeded after all. */
    public Stopping found(BackendHandle handle) {
      return new Stopping(handle, null, reason, since);
    }

    /** The backend has no such driver. */
    public Ended neverLaunched(Instant at) {
      return Ended.before(reason.outcome(), reason.message(), at);
    }

    @Override
    public StoppingLaunch stop(StopReason again, Instant at) {
      return this;
    }

    @Override
    public JobStatus status() {
      return JobStatus.PENDING;
    }
  }
}
