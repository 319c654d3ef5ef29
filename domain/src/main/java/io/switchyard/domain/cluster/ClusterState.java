package io.switchyard.domain.cluster;

import io.switchyard.domain.job.BackendHandle;
import java.time.Instant;

/**
 * Where a cluster stands. Each state is a type, and a move is a method on the state that allows it,
 * so an illegal move does not compile. One server is meant throughout; that another follows a
 * server that died is decided by {@link Cluster}.
 *
 * <pre>
 * Pending ⇄ Launching → Starting → Running ⇄ Scaling
 *    │          │           └─────────┴─────────┴──→ Terminating → Ended, or Pending again
 *    │          └→ TerminatingLaunch ───────────────↗     │
 *    └→ Ended               └─────────────────────────────┴→ Ended
 * </pre>
 */
public sealed interface ClusterState permits ClusterState.Live, ClusterState.Ended {

  /** The status that people see. */
  ClusterStatus status();

  /** When this state began. */
  Instant since();

  /** A state that can still change. */
  sealed interface Live extends ClusterState
      permits Pending, Launching, OnBackend, TerminatingLaunch {

    /**
     * What a request to end makes of this state. Repeating it changes nothing, except that a server
     * that was to be replaced is not.
     */
    ClusterState end(EndReason reason, Instant at);
  }

  /** A state in which a backend has told us its name for the server. */
  sealed interface OnBackend extends Live permits Starting, Serving, Terminating {

    BackendHandle handle();
  }

  /** A server has answered a Spark Connect call. */
  sealed interface Serving extends OnBackend permits Running, Scaling {

    ServerAddress address();
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
    public Ended end(EndReason reason, Instant at) {
      return Ended.of(reason, at);
    }

    @Override
    public ClusterStatus status() {
      return ClusterStatus.PENDING;
    }
  }

  /** A launch was begun; its answer is not known yet. */
  record Launching(Instant since) implements Live {

    /** The backend took it. */
    public Starting starting(BackendHandle handle, Instant at) {
      return new Starting(handle, at);
    }

    /** The backend surely did not take it, and may later. */
    public Pending notTaken(String why, Instant at) {
      return new Pending(at, why);
    }

    /** The backend surely did not take it, and never will. */
    public Ended rejected(String why, Instant at) {
      return new Ended(false, why, at);
    }

    @Override
    public TerminatingLaunch end(EndReason reason, Instant at) {
      return new TerminatingLaunch(reason, at);
    }

    @Override
    public ClusterStatus status() {
      return ClusterStatus.PENDING;
    }
  }

  /** A backend has the server; no call was answered yet. */
  record Starting(BackendHandle handle, Instant since) implements OnBackend {

    /** A Spark Connect call was answered at this address. */
    public Running running(ServerAddress address, Instant at) {
      return new Running(handle, address, at);
    }

    @Override
    public Terminating end(EndReason reason, Instant at) {
      return new Terminating(handle, reason, at);
    }

    @Override
    public ClusterStatus status() {
      return ClusterStatus.PROVISIONING;
    }
  }

  /** The server answers. */
  record Running(BackendHandle handle, ServerAddress address, Instant since) implements Serving {

    /** Its executors are about to be changed. */
    public Scaling scaling(Instant at) {
      return new Scaling(handle, address, at);
    }

    @Override
    public Terminating end(EndReason reason, Instant at) {
      return new Terminating(handle, reason, at);
    }

    @Override
    public ClusterStatus status() {
      return ClusterStatus.RUNNING;
    }
  }

  /** The server answers, and does not have the executors yet that it shall have. */
  record Scaling(BackendHandle handle, ServerAddress address, Instant since) implements Serving {

    /** Spark has the executors, or was given long enough to get them. */
    public Running scaled(Instant at) {
      return new Running(handle, address, at);
    }

    @Override
    public Terminating end(EndReason reason, Instant at) {
      return new Terminating(handle, reason, at);
    }

    @Override
    public ClusterStatus status() {
      return ClusterStatus.SCALING;
    }
  }

  /** It shall not run, but an answer to its launch is still missing. */
  record TerminatingLaunch(EndReason reason, Instant since) implements Live {

    /** The launch had succeeded after all. */
    public Terminating found(BackendHandle handle) {
      return new Terminating(handle, reason, since);
    }

    @Override
    public TerminatingLaunch end(EndReason again, Instant at) {
      return reason.goal() == EndReason.Goal.REPLACED ? new TerminatingLaunch(again, since) : this;
    }

    @Override
    public ClusterStatus status() {
      return reason.goal() == EndReason.Goal.REPLACED
          ? ClusterStatus.PROVISIONING
          : ClusterStatus.TERMINATING;
    }
  }

  /** The server was asked to end and is not known to be gone. */
  record Terminating(BackendHandle handle, EndReason reason, Instant since) implements OnBackend {

    @Override
    public Terminating end(EndReason again, Instant at) {
      return reason.goal() == EndReason.Goal.REPLACED
          ? new Terminating(handle, again, since)
          : this;
    }

    @Override
    public ClusterStatus status() {
      return reason.goal() == EndReason.Goal.REPLACED
          ? ClusterStatus.PROVISIONING
          : ClusterStatus.TERMINATING;
    }
  }

  /**
   * The cluster is over, for ever.
   *
   * @param asAsked whether somebody wished it so or its time was over; else it failed
   * @param message why, for people; may be empty
   */
  record Ended(boolean asAsked, String message, Instant since) implements ClusterState {

    static Ended of(EndReason reason, Instant at) {
      return new Ended(reason.goal() == EndReason.Goal.TERMINATED, reason.message(), at);
    }

    @Override
    public ClusterStatus status() {
      return asAsked ? ClusterStatus.TERMINATED : ClusterStatus.FAILED;
    }
  }
}
