package io.switchyard.adapters.k8s;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.SparkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A job's settings and variables, those that must not be seen apart from the others.
 *
 * @param open Spark settings for all to see
 * @param secret Spark settings
 * @param env variables of the driver for all to see
 * @param secretEnv variables of the driver
 */
record Settings(
    SortedMap<String, String> open,
    SortedMap<String, String> secret,
    SortedMap<String, String> env,
    SortedMap<String, String> secretEnv) {

  /**
   * Who sets these decides where pods run, as whom and with what of the node, so users do not,
   * unless a backend allows a key.
   */
  private static final String OURS = "spark.kubernetes.";

  static final Settings NONE =
      new Settings(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /** Sorts out what a user set on top of what the backend sets. */
  static Settings of(SparkSettings settings, Map<String, String> backends) {
    var sorted =
        new Settings(new TreeMap<>(backends), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    settings
        .conf()
        .forEach(
            (key, value) -> {
              if (Input.isSecret(key)) {
                sorted.open.remove(key);
                sorted.secret.put(key, value);
              } else {
                sorted.open.put(key, value);
              }
            });
    settings
        .env()
        .forEach(
            (name, value) ->
                (Input.isSecret(name) ? sorted.secretEnv : sorted.env).put(name, value));
    return sorted;
  }

  /** The key of a secret with the value of a variable. */
  static String key(String variable) {
    return "env." + variable;
  }

  /**
   * @param field where users write Spark settings
   * @throws InvalidInput if a user sets what is not theirs to set
   */
  static void check(SparkSettings settings, Set<String> allowed, String field) {
    List<Violation> violations = new ArrayList<>();
    settings.conf().keySet().stream()
        .sorted()
        .filter(key -> key.startsWith(OURS) && !allowed.contains(key))
        .forEach(
            key ->
                violations.add(
                    new Violation(
                        field + "." + key,
                        "",
                        "is set by this backend",
                        allowed.isEmpty()
                            ? "leave it out"
                            : "leave it out; what may be set is "
                                + String.join(", ", allowed.stream().sorted().toList()))));
    settings.env().keySet().stream()
        .sorted()
        .filter(Settings::isOurs)
        .forEach(
            name ->
                violations.add(
                    new Violation(
                        "config.env_vars." + name, "", "is set by this backend", "leave it out")));
    if (!violations.isEmpty()) {
      throw new InvalidInput(violations);
    }
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith("KUBERNETES_")
        || variable.equals(Input.JAVA_OPTIONS_VARIABLE)
        || variable.equals("SPARK_DRIVER_BIND_ADDRESS");
  }
}
