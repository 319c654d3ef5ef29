package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.admission.Standing;
import io.switchyard.domain.job.admission.Wait;
import io.switchyard.domain.job.admission.WaitReason;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.Condition;
import io.switchyard.domain.placement.Health;
import io.switchyard.domain.placement.Placement;
import io.switchyard.domain.placement.PlacementRule;
import io.switchyard.domain.placement.Refusal;
import io.switchyard.ports.placement.BackendState;
import io.switchyard.ports.placement.Fleet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** That a job waits for a backend which fails or is emptied. */
record WaitForBackend(WaitReason reason, String message) {

  /**
   * Empty unless the backend is emptied, or fails and another one is there.
   *
   * @param execution one of which no launch was begun
   */
  static Optional<WaitForBackend> of(Execution execution, Fleet fleet) {
    BackendId id = execution.backend();
    if (fleet.backends().find(id).isEmpty()) {
      return Optional.empty();
    }
    BackendState state = fleet.state(id);
    BackendState.@Nullable Drain drain = state.drain();
    if (drain != null) {
      String why = "backend " + id + " is drained since " + drain.since() + " by " + drain.by();
      return Optional.of(
          new WaitForBackend(
              WaitReason.BACKEND_DRAINING,
              why + nowhereElse(execution) + "; it starts when the backend is resumed"));
    }
    Condition condition = state.condition();
    if (condition.health() != Health.UNHEALTHY || fleet.backends().all().size() == 1) {
      return Optional.empty();
    }
    String why =
        "backend " + id + " is unhealthy since " + condition.since() + ": " + condition.why();
    return Optional.of(
        new WaitForBackend(
            WaitReason.BACKEND_UNHEALTHY,
            why + nowhereElse(execution) + "; it starts when the backend answers again"));
  }

  /** What keeps it from the others: a fence above all. */
  private static String nowhereElse(Execution execution) {
    Placement placement = execution.placement();
    List<Refusal> others = placement == null ? List.of() : placement.refused();
    return others.stream()
        .filter(refusal -> refusal.rule() == PlacementRule.RESIDENCY)
        .findFirst()
        .or(() -> others.stream().filter(one -> !one.rule().ranks()).findFirst())
        .map(refusal -> "; backend " + refusal.backend() + " " + refusal.reason())
        .orElse("");
  }

  Wait inLine(Standing standing) {
    return new Wait(reason, message, standing.place(), standing.length());
  }

  Wait letThrough() {
    return new Wait(reason, message, null, null);
  }
}
