package io.switchyard.adapters.jdbi;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Ended;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Launching;
import io.switchyard.domain.job.ExecutionState.OnBackend;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.ExecutionState.Running;
import io.switchyard.domain.job.ExecutionState.StoppingLaunch;
import io.switchyard.domain.job.ExecutionState.Submitted;
import io.switchyard.domain.job.FailureClass;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.StopReason;
import io.switchyard.domain.job.Stopping;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A state as columns. Which of them a word fills is decided here and nowhere else; the others are
 * null.
 */
record StateRow(
    String word,
    Instant since,
    String message,
    @Nullable String handle,
    @Nullable Instant startedAt,
    @Nullable String stopOutcome,
    @Nullable String stopMessage,
    @Nullable String outcome,
    @Nullable String failure) {

  private static final String QUEUED = "QUEUED";
  private static final String PENDING = "PENDING";
  private static final String LAUNCHING = "LAUNCHING";
  private static final String SUBMITTED = "SUBMITTED";
  private static final String RUNNING = "RUNNING";
  private static final String STOPPING_LAUNCH = "STOPPING_LAUNCH";
  private static final String STOPPING = "STOPPING";
  private static final String ENDED = "ENDED";

  /** The words of states that can still change; only these are claimed. */
  static final List<String> LIVE =
      List.of(QUEUED, PENDING, LAUNCHING, SUBMITTED, RUNNING, STOPPING_LAUNCH, STOPPING);

  static StateRow of(ExecutionState state) {
    if (state instanceof Queued queued) {
      return live(QUEUED, queued, queued.waitingFor(), null, null, null);
    } else if (state instanceof Pending pending) {
      return live(PENDING, pending, pending.waitingFor(), null, null, null);
    } else if (state instanceof Launching launching) {
      return live(LAUNCHING, launching, "", null, null, null);
    } else if (state instanceof Submitted submitted) {
      return live(SUBMITTED, submitted, "", submitted, null, null);
    } else if (state instanceof Running running) {
      return live(RUNNING, running, "", running, running.since(), null);
    } else if (state instanceof StoppingLaunch stopping) {
      return live(STOPPING_LAUNCH, stopping, "", null, null, stopping.reason());
    } else if (state instanceof Stopping stopping) {
      return live(STOPPING, stopping, "", stopping, stopping.startedAt(), stopping.reason());
    }
    return ended((Ended) state);
  }

  private static StateRow live(
      String word,
      ExecutionState state,
      String message,
      @Nullable OnBackend on,
      @Nullable Instant startedAt,
      @Nullable StopReason stop) {
    return new StateRow(
        word,
        state.since(),
        message,
        on == null ? null : on.handle().value(),
        startedAt,
        stop == null ? null : stop.outcome().name(),
        stop == null ? null : stop.message(),
        null,
        null);
  }

  private static StateRow ended(Ended end) {
    return new StateRow(
        ENDED,
        end.since(),
        end.message(),
        end.handle() == null ? null : end.handle().value(),
        end.startedAt(),
        null,
        null,
        end.outcome().name(),
        end.failure() == null ? null : end.failure().name());
  }

  /** This row as the databases can hold it. */
  StateRow storable() {
    return new StateRow(
        word,
        Objects.requireNonNull(Column.storable(since)),
        Objects.requireNonNull(Column.storable(message)),
        handle,
        Column.storable(startedAt),
        stopOutcome,
        Column.storable(stopMessage),
        outcome,
        failure);
  }

  /**
   * The state that was written.
   *
   * @throws IllegalArgumentException if this release does not know one of its words
   */
  ExecutionState state() {
    return switch (word) {
      case QUEUED -> new Queued(since, message);
      case PENDING -> new Pending(since, message);
      case LAUNCHING -> new Launching(since);
      case SUBMITTED -> new Submitted(onBackend(), since);
      case RUNNING -> new Running(onBackend(), since);
      case STOPPING_LAUNCH -> new StoppingLaunch(stop(), since);
      case STOPPING -> new Stopping(onBackend(), startedAt, stop(), since);
      case ENDED -> new Ended(end(), failureClass(), message, maybeHandle(), startedAt, since);
      default -> throw new IllegalArgumentException("unknown state " + word);
    };
  }

  /**
   * The state that was written or, if this release does not know it, the one that comes nearest.
   * For eyes only: an execution must not be changed on the strength of it. It is never a success.
   */
  ExecutionState shown() {
    try {
      return state();
    } catch (IllegalArgumentException unknown) {
      String why = "its state, " + word + ", was written by a release that this one does not know";
      if (outcome != null) {
        return new Ended(
            Outcome.FAILED, FailureClass.UNKNOWN, why, maybeHandle(), startedAt, since);
      } else if (handle == null) {
        return new Pending(since, why);
      }
      return startedAt == null
          ? new Submitted(onBackend(), since)
          : new Running(onBackend(), startedAt);
    }
  }

  private BackendHandle onBackend() {
    return new BackendHandle(given(handle, "handle"));
  }

  private @Nullable BackendHandle maybeHandle() {
    return handle == null ? null : new BackendHandle(handle);
  }

  private StopReason stop() {
    return new StopReason(
        Outcome.valueOf(given(stopOutcome, "stop_outcome")),
        Objects.requireNonNullElse(stopMessage, ""));
  }

  private Outcome end() {
    return Outcome.valueOf(given(outcome, "outcome"));
  }

  /** A class that a later release added says no more here than that it failed. */
  private @Nullable FailureClass failureClass() {
    return failure == null
        ? null
        : Arrays.stream(FailureClass.values())
            .filter(known -> known.name().equals(failure))
            .findFirst()
            .orElse(FailureClass.UNKNOWN);
  }

  private String given(@Nullable String value, String column) {
    if (value == null) {
      throw new IllegalArgumentException("state " + word + " without " + column);
    }
    return value;
  }
}
