package io.switchyard.adapters.emr;

import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says a driver as arguments of {@code spark-submit}. The driver is a process of the step itself
 * (client mode): its end is the step's, its streams are the step's log, and who ends the step ends
 * it.
 */
final class SubmitArguments {

  private SubmitArguments() {}

  static List<String> of(DriverSpec spec) {
    DriverSpec.Code code = spec.code();
    List<String> arguments = new ArrayList<>(List.of("spark-submit"));
    option(arguments, "--master", "yarn");
    option(arguments, "--deploy-mode", "client");
    option(arguments, "--name", spec.jobName());
    option(arguments, "--class", code.mainClass());
    option(arguments, "--jars", joined(code.jars()));
    option(arguments, "--py-files", joined(code.pyFiles()));
    SortedMap<String, String> conf = conf(spec.conf(), spec.resources());
    conf.put("spark.yarn.tags", spec.execution().value());
    conf.forEach((key, value) -> option(arguments, "--conf", key + "=" + value));
    arguments.add(code.resource());
    arguments.addAll(code.arguments());
    return arguments;
  }

  private static void option(List<String> arguments, String option, @Nullable String value) {
    if (value != null) {
      arguments.add(option);
      arguments.add(value);
    }
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(",", values);
  }

  /** Settings, with those that say the resources and those that are ours. */
  static SortedMap<String, String> conf(Map<String, String> settings, Resources resources) {
    SortedMap<String, String> conf = new TreeMap<>(settings);
    DriverResources driver = resources.driver();
    ExecutorResources executor = resources.executor();
    conf.put("spark.driver.cores", "" + driver.cores());
    conf.put("spark.driver.memory", "" + driver.memory());
    overhead(conf, "spark.driver.memoryOverhead", driver.memoryOverhead());
    conf.put("spark.executor.instances", "" + executor.instances());
    conf.put("spark.executor.cores", "" + executor.cores());
    conf.put("spark.executor.memory", "" + executor.memory());
    overhead(conf, "spark.executor.memoryOverhead", executor.memoryOverhead());
    DynamicAllocation bounds = executor.dynamicAllocation();
    conf.put("spark.dynamicAllocation.enabled", "" + (bounds != null));
    if (bounds != null) {
      conf.put("spark.dynamicAllocation.minExecutors", "" + bounds.min());
      conf.put("spark.dynamicAllocation.initialExecutors", "" + executor.instances());
      conf.put("spark.dynamicAllocation.maxExecutors", "" + bounds.max());
    }
    conf.put("spark.yarn.maxAppAttempts", "1");
    return conf;
  }

  private static void overhead(
      SortedMap<String, String> conf, String key, @Nullable Memory overhead) {
    if (overhead != null) {
      conf.put(key, "" + overhead);
    }
  }
}
