package io.switchyard.adapters.emr;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Resources;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One execution's driver.
 *
 * @param jobName for people
 * @param conf all Spark settings that may be seen
 * @param input what must not be seen by who may look at steps: a script that the step runs; empty
 *     for none
 */
record DriverSpec(
    ExecutionId execution,
    String jobName,
    Code code,
    SortedMap<String, String> conf,
    String input,
    Resources resources) {

  DriverSpec {
    conf = Collections.unmodifiableSortedMap(new TreeMap<>(conf));
  }

  /**
   * @param mainClass null for Python
   * @param resource the jar with the main class, or the script
   * @param jars more, for driver and executors
   */
  record Code(
      @Nullable String mainClass,
      String resource,
      List<String> jars,
      List<String> pyFiles,
      List<String> arguments) {

    Code {
      jars = List.copyOf(jars);
      pyFiles = List.copyOf(pyFiles);
      arguments = List.copyOf(arguments);
    }
  }
}
