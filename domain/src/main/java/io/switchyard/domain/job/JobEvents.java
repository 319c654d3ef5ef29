package io.switchyard.domain.job;

import io.switchyard.domain.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derives what happened from what changed, so that every store tells the same story. A change that
 * nobody can see (a launch that is tried, a driver that is looked at) is no event.
 */
public final class JobEvents {

  /** Who stood in line for less was let through at once, as far as people can tell. */
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);

  private JobEvents() {}

  /** What the acceptance of {@code job} is. */
  public static List<JobEvent> of(Job job) {
    return List.of(JobEvent.of(job.current(), JobEventType.ACCEPTED, job.submittedAt(), ""));
  }

  /**
   * What the change of an attempt from {@code before} to {@code after} is, in the order in which it
   * happened; often nothing.
   *
   * @param following the attempt that follows {@code after}, which has ended; null if none does
   */
  public static List<JobEvent> of(
      Execution before, Execution after, @Nullable Execution following) {
    List<JobEvent> events = new ArrayList<>();
    if (before.state() instanceof ExecutionState.Queued queued
        && after.state() instanceof ExecutionState.Pending admitted) {
      admitted(after, Duration.between(queued.since(), admitted.since()), events);
    }
    moved(before, after, events);
    StopReason asked = stopReason(after.state());
    if (asked != null && stopReason(before.state()) == null) {
      events.add(
          JobEvent.of(after, JobEventType.STOP_REQUESTED, after.state().since(), asked.message()));
    }
    JobStatus status = after.state().status();
    if (status != before.state().status()) {
      JobEventType type =
          following == null ? JobEventType.entering(status) : JobEventType.ATTEMPT_FAILED;
      events.add(JobEvent.of(after, type, entered(after), message(after.state())));
    }
    if (following != null) {
      // It was decided when the attempt before ended; its own state may begin later.
      events.add(
          JobEvent.of(
              following, JobEventType.PENDING, after.state().since(), message(following.state())));
    }
    return events;
  }

  private static void moved(Execution before, Execution after, List<JobEvent> events) {
    Placement placement = after.placement();
    if (!before.backend().equals(after.backend()) && placement != null) {
      String message =
          placement.refused().stream()
              .filter(refusal -> refusal.backend().equals(before.backend()))
              .findFirst()
              .map(refusal -> "from " + before.backend() + ", which " + refusal.reason())
              .orElse("from " + before.backend());
      events.add(
          JobEvent.of(
              after, JobEventType.MOVED, placement.at(), message + ", to " + after.backend()));
    }
  }

  private static void admitted(Execution after, Duration waited, List<JobEvent> events) {
    if (waited.compareTo(SHORTEST_WAIT) >= 0) {
      String message = "waited in line for " + waited.toSeconds() + " s";
      events.add(JobEvent.of(after, JobEventType.ADMITTED, after.state().since(), message));
    }
  }

  private static @Nullable StopReason stopReason(ExecutionState state) {
    if (state instanceof ExecutionState.StoppingLaunch stopping) {
      return stopping.reason();
    }
    return state instanceof Stopping stopping ? stopping.reason() : null;
  }

  /** When the status was entered: a driver that is being stopped may be seen running first. */
  private static Instant entered(Execution execution) {
    return execution.state() instanceof Stopping
        ? Objects.requireNonNullElse(execution.startedAt(), execution.state().since())
        : execution.state().since();
  }

  private static String message(ExecutionState state) {
    if (state instanceof ExecutionState.Queued queued) {
      return queued.waitingFor();
    } else if (state instanceof ExecutionState.Pending pending) {
      return pending.waitingFor();
    }
    return state instanceof Ended ended ? ended.message() : "";
  }
}
