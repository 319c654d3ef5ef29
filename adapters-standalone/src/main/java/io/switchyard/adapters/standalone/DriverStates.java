package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;

/** Translates a master's words for drivers. */
final class DriverStates {

  /** The master gave up on the driver; why takes another question. */
  static final String ERROR = "ERROR";

  private DriverStates() {}

  /** The phase of a word other than {@link #ERROR}; UNKNOWN for one we do not know. */
  static Phase phase(String word) {
    return switch (word) {
      case "SUBMITTED", "RELAUNCHING" -> Phase.WAITING;
      case "RUNNING" -> Phase.RUNNING;
      case "FINISHED" -> Phase.SUCCEEDED;
      case "FAILED" -> Phase.FAILED;
      case "KILLED" -> Phase.KILLED;
      default -> Phase.UNKNOWN;
    };
  }

  /**
   * What became of a driver in {@link #ERROR}.
   *
   * @param exception what the worker could not do, in one line; empty if nothing is said
   * @param hadWorker whether it was ever given to a worker
   * @param mayHaveRun whether the user's code may have begun
   */
  static Observation error(String exception, boolean hadWorker, boolean mayHaveRun) {
    if (!exception.isEmpty()) {
      return new Observation(Phase.FAILED, "Spark could not start the driver: " + exception);
    } else if (hadWorker || mayHaveRun) {
      return new Observation(Phase.LOST, "the worker of the driver went away");
    }
    return new Observation(
        Phase.NEVER_STARTED, "the Spark master gave up on the driver before it was started");
  }

  /** Whether a driver with this word needs its worker no more. */
  static boolean ended(String word) {
    return word.equals(ERROR) || Observation.of(phase(word)).ended();
  }
}
