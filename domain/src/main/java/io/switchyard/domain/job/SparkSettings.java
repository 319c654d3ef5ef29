package io.switchyard.domain.job;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Spark configuration and environment variables that a user adds to a job.
 *
 * @param conf keys that start with {@code spark.}, except those the platform sets itself
 * @param env variables of the driver process, except {@code SWITCHYARD_…}
 */
public record SparkSettings(Map<String, String> conf, Map<String, String> env) {

  /** Set by the platform: one driver per execution, on the backend that was chosen. */
  private static final Set<String> RESERVED =
      Set.of(
          "spark.master",
          "spark.submit.deployMode",
          "spark.driver.supervise",
          "spark.app.name",
          "spark.jars",
          "spark.submit.pyFiles");

  /** Said in {@code resources}, so that a backend can fit them. */
  private static final Map<String, String> IN_RESOURCES =
      Map.ofEntries(
          Map.entry("spark.driver.cores", "resources.driver.cores"),
          Map.entry("spark.driver.memory", "resources.driver.memory"),
          Map.entry("spark.driver.memoryOverhead", "resources.driver.memory_overhead"),
          Map.entry("spark.executor.instances", "resources.executor.instances"),
          Map.entry("spark.executor.cores", "resources.executor.cores"),
          Map.entry("spark.executor.memory", "resources.executor.memory"),
          Map.entry("spark.executor.memoryOverhead", "resources.executor.memory_overhead"),
          Map.entry("spark.dynamicAllocation.enabled", "resources.executor.dynamic_allocation"),
          Map.entry("spark.dynamicAllocation.minExecutors", "resources.executor.min_executors"),
          Map.entry("spark.dynamicAllocation.maxExecutors", "resources.executor.max_executors"));

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final String PLUGINS = "spark.plugins";

  /** Spark's own way to have a Spark Connect server in any driver. */
  private static final String CONNECT_PLUGIN = "org.apache.spark.sql.connect.SparkConnectPlugin";

  public static final SparkSettings NONE = new SparkSettings(Map.of(), Map.of());

  public SparkSettings {
    conf = Map.copyOf(conf);
    env = Map.copyOf(env);
    List<Violation> violations = new ArrayList<>();
    conf.keySet().stream().sorted().forEach(key -> checkKey(key, violations));
    env.keySet().stream().sorted().forEach(name -> checkVariable(name, violations));
    if (!violations.isEmpty()) {
      throw new InvalidInput(violations);
    }
  }

  /** Whether the driver shall have a Spark Connect server, said as Spark wants it said. */
  public boolean connect() {
    return Arrays.stream(conf.getOrDefault(PLUGINS, "").split(",", -1))
        .anyMatch(plugin -> plugin.strip().equals(CONNECT_PLUGIN));
  }

  /** These settings, with a Spark Connect server in the driver. */
  public SparkSettings withConnect() {
    if (connect()) {
      return this;
    }
    Map<String, String> more = new HashMap<>(conf);
    more.merge(
        PLUGINS,
        CONNECT_PLUGIN,
        (given, plugin) -> given.isBlank() ? plugin : given + "," + plugin);
    return new SparkSettings(more, env);
  }

  private static void checkKey(String key, List<Violation> violations) {
    String field = "spark_config." + key;
    if (!key.startsWith("spark.") || key.contains(" ")) {
      violations.add(new Violation(field, "", "is not a Spark key", "keys start with spark."));
    } else if (RESERVED.contains(key) || key.startsWith("spark.switchyard.")) {
      violations.add(new Violation(field, "", "is set by the platform", "leave it out"));
    } else if (IN_RESOURCES.containsKey(key)) {
      String instead = "config." + IN_RESOURCES.get(key);
      violations.add(new Violation(field, "", "belongs in " + instead, "move it there"));
    }
  }

  private static void checkVariable(String name, List<Violation> violations) {
    String field = "env_vars." + name;
    if (!VARIABLE.matcher(name).matches()) {
      violations.add(
          new Violation(
              field, "", "is not a variable name", "use letters, digits and underscores"));
    } else if (name.startsWith("SWITCHYARD_")) {
      violations.add(new Violation(field, "", "is set by the platform", "leave it out"));
    }
  }

  /** Keys only: values may be secrets. */
  @Override
  public String toString() {
    return "SparkSettings[conf=" + conf.keySet() + ", env=" + env.keySet() + "]";
  }
}
