package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.ExecutionState.Queued;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.StopReason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of each kind of state there is; a kind without an example is an error here. */
final class StateExamples {

  private StateExamples() {}

  /** Of every kind of state at least one, those that have ended among them. */
  static List<ExecutionState> all(Instant at) {
    BackendHandle handle = new BackendHandle("driver-1");
    StopReason reason = StopReason.cancelled("cancelled by anna: wrong input");
    var queued = new Queued(at, "attempt 2 begins later");
    var pending = new Pending(at, "backend local has no room");
    var launching = pending.launching(at);
    var submitted = launching.submitted(handle, at);
    var running = (ExecutionState.Running) submitted.observed(Observation.of(Phase.RUNNING), at);
    List<ExecutionState> examples =
        List.of(
            queued,
            pending,
            launching,
            submitted,
            running,
            launching.stop(reason, at),
            submitted.stop(reason, at),
            running.stop(reason, at),
            running.observed(Observation.of(Phase.SUCCEEDED), at),
            running.observed(new Observation(Phase.FAILED, "no such table"), at),
            pending.stop(reason, at));
    requireAll(examples);
    return examples;
  }

  private static void requireAll(List<ExecutionState> examples) {
    Set<Class<?>> seen = examples.stream().map(Object::getClass).collect(Collectors.toSet());
    kinds(ExecutionState.class)
        .filter(kind -> !seen.contains(kind))
        .forEach(
            kind -> {
              throw new AssertionError(
                  kind.getSimpleName() + " is a state without an example: add one here");
            });
  }

  /** The records at the ends of the sealed hierarchy. */
  private static Stream<Class<?>> kinds(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null ? Stream.of(type) : Stream.of(permitted).flatMap(StateExamples::kinds);
  }
}
