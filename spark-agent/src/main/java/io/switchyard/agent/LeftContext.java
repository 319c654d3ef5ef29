package io.switchyard.agent;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import scala.Option;

/** The Spark context that a job's code has not stopped. */
final class LeftContext {

  private LeftContext() {}

  /** Stops it, if there is one; that it cannot be stopped must not change how the job ended. */
  static void stop() {
    try {
      Option<SparkContext> active = SparkContext$.MODULE$.getActive();
      if (active.isDefined()) {
        active.get().stop();
      }
    } catch (RuntimeException | LinkageError e) {
      Report.say(System.err, "warning the Spark context could not be stopped: " + e);
    }
  }
}
