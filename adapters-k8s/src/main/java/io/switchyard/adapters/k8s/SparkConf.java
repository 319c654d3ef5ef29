package io.switchyard.adapters.k8s;

import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.Memory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says in Spark's settings what some ways say otherwise. */
final class SparkConf {

  private SparkConf() {}

  /** The settings of a spec with its resources. */
  static SortedMap<String, String> withResources(DriverSpec spec) {
    SortedMap<String, String> conf = new TreeMap<>(spec.conf());
    DriverResources driver = spec.resources().driver();
    ExecutorResources executor = spec.resources().executor();
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
      conf.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
      conf.put("spark.dynamicAllocation.minExecutors", "" + bounds.min());
      conf.put("spark.dynamicAllocation.initialExecutors", "" + executor.instances());
      conf.put("spark.dynamicAllocation.maxExecutors", "" + bounds.max());
    }
    return conf;
  }

  private static void overhead(
      SortedMap<String, String> conf, String key, @Nullable Memory overhead) {
    if (overhead != null) {
      conf.put(key, "" + overhead);
    }
  }

  /** Sets a list, if there is anything in it. */
  static void join(SortedMap<String, String> conf, String key, List<String> values) {
    if (!values.isEmpty()) {
      conf.put(key, String.join(",", values));
    }
  }
}
