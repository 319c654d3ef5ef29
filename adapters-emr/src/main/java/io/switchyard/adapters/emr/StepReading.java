package io.switchyard.adapters.emr;

import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.FailureDetails;
import software.amazon.awssdk.services.emr.model.StepStateChangeReason;
import software.amazon.awssdk.services.emr.model.StepStatus;

/** Reads what EMR says of a step. */
final class StepReading {

  /** The step did not fail by itself. */
  private static final Pattern LOST =
      Pattern.compile(
          "(?i)cluster (was |is )?(terminat|shut)|job ?flow (was |is )?(terminat|shut)"
              + "|shut ?down|instance (was |has been )?(terminat|lost|fail)"
              + "|(master|primary) node (was |has been )?(lost|terminat|fail)|spot");

  private StepReading() {}

  static Observation of(StepStatus status) {
    String word = "" + status.stateAsString();
    boolean begun = status.timeline() != null && status.timeline().startDateTime() != null;
    String why = why(status);
    return switch (word) {
      case "PENDING" -> new Observation(Phase.WAITING, why);
      case "RUNNING" -> new Observation(Phase.RUNNING, why);
      case "CANCEL_PENDING" -> new Observation(begun ? Phase.RUNNING : Phase.WAITING, why);
      case "COMPLETED" -> new Observation(Phase.SUCCEEDED, why);
      case "CANCELLED" -> new Observation(begun ? Phase.KILLED : Phase.NEVER_STARTED, why);
      case "FAILED" -> new Observation(LOST.matcher(why).find() ? Phase.LOST : Phase.FAILED, why);
      case "INTERRUPTED" -> new Observation(Phase.LOST, why);
      default -> new Observation(Phase.UNKNOWN, "EMR says " + word);
    };
  }

  private static String why(StepStatus status) {
    FailureDetails failure = status.failureDetails();
    StepStateChangeReason change = status.stateChangeReason();
    String details = failure == null ? "" : join(text(failure.reason()), text(failure.message()));
    return details.isEmpty() && change != null ? text(change.message()) : details;
  }

  static String text(@Nullable String said) {
    return said == null ? "" : said.strip();
  }

  static String join(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + ": " + other;
  }
}
