package io.switchyard.agent;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Words a failure for the platform's users: its root cause as class and message. */
final class Cause {

  /** Spark's word for a Python process that ended badly; it is not on this class path. */
  private static final String PYTHON_ENDED = "org.apache.spark.SparkUserAppException";

  /** CoreETL's failures name the source, step or sink, and then the cause. */
  private static final String ETL_FAILED = "io.switchyard.etl.EtlFailure";

  private Cause() {}

  static String of(Throwable thrown) {
    if (thrown.getClass().getName().equals(ETL_FAILED)) {
      return String.valueOf(thrown.getMessage());
    }
    Throwable root = root(thrown);
    if (root.getClass().getName().equals(PYTHON_ENDED)) {
      String exitCode = String.valueOf(root.getMessage()).replaceAll("\\D+", "");
      return "Python exited with " + exitCode;
    }
    String message = root.getMessage();
    String name = root.getClass().getName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static Throwable root(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable at = thrown;
    Throwable cause = at.getCause();
    while (cause != null && seen.add(cause)) {
      at = cause;
      cause = at.getCause();
    }
    return at;
  }
}
