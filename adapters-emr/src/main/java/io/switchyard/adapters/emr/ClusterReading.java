package io.switchyard.adapters.emr;

import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import software.amazon.awssdk.services.emr.model.ClusterStateChangeReason;
import software.amazon.awssdk.services.emr.model.ClusterStatus;

/** Reads from a cluster what became of its only step. */
final class ClusterReading {

  private ClusterReading() {}

  static Observation of(ClusterStatus status) {
    String word = "" + status.stateAsString();
    ClusterStateChangeReason change = status.stateChangeReason();
    String code = change == null ? "" : StepReading.text(change.codeAsString());
    String why = change == null ? "" : StepReading.text(change.message());
    boolean ready = status.timeline() != null && status.timeline().readyDateTime() != null;
    return switch (word) {
      case "STARTING", "BOOTSTRAPPING" -> new Observation(Phase.WAITING, why);
      // One that waits has a step that is about to begin, or has just ended.
      case "RUNNING", "WAITING" -> new Observation(Phase.RUNNING, why);
      case "TERMINATING" -> terminating(code, why);
      case "TERMINATED", "TERMINATED_WITH_ERRORS" ->
          new Observation(ended(code, ready), StepReading.join(code, why));
      default -> new Observation(Phase.UNKNOWN, "EMR says " + word);
    };
  }

  /** The step is over before its cluster is, unless something else ends both. */
  private static Observation terminating(String code, String why) {
    return switch (code) {
      case "ALL_STEPS_COMPLETED" -> new Observation(Phase.SUCCEEDED, why);
      case "STEP_FAILURE" -> new Observation(Phase.FAILED, why);
      default -> new Observation(Phase.RUNNING, StepReading.join(code, why));
    };
  }

  private static Phase ended(String code, boolean ready) {
    return switch (code) {
      case "ALL_STEPS_COMPLETED" -> Phase.SUCCEEDED;
      case "STEP_FAILURE" -> Phase.FAILED;
      case "USER_REQUEST" -> Phase.KILLED;
      case "BOOTSTRAP_FAILURE", "VALIDATION_ERROR", "INSTANCE_FLEET_TIMEOUT" -> Phase.NEVER_STARTED;
      default -> ready ? Phase.LOST : Phase.NEVER_STARTED;
    };
  }
}
