package io.switchyard.adapters.emr;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.emr.model.StepState;
import software.amazon.awssdk.services.emr.model.StepSummary;

/** Asks steps to end. */
final class Stopping {

  /** Whoever was asked is not asked again for so long. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  private final Emr emr;
  private final Steps steps;
  private final Map<StepRef, Instant> asked = new ConcurrentHashMap<>();

  Stopping(Emr emr, Steps steps) {
    this.emr = emr;
    this.steps = steps;
  }

  void stop(StepRef ref, Instant now) {
    asked.values().removeIf(at -> !now.isBefore(at.plus(AGAIN_AFTER)));
    if (asked.containsKey(ref)) {
      return;
    }
    try {
      if (ref.own()) {
        emr.terminate(ref.cluster());
      } else {
        cancel(ref);
      }
      asked.put(ref, now);
    } catch (TargetFailure failure) {
      // It is not there, or not any more.
      if (failure.kind() != Kind.REJECTED) {
        throw failure;
      }
    }
  }

  private void cancel(StepRef ref) {
    Optional<StepSummary> step = steps.find(ref.cluster(), ref.mark());
    if (step.isPresent() && stoppable(step.get().status().state())) {
      emr.cancel(ref.cluster(), step.get().id());
    }
  }

  private static boolean stoppable(StepState state) {
    return state == StepState.PENDING || state == StepState.RUNNING;
  }
}
