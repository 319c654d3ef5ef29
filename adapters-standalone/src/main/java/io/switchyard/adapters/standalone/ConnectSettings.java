package io.switchyard.adapters.standalone;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings of a driver with a Spark Connect server that only the platform calls;
 * docs/spark-agent.md says why each is as it is.
 */
final class ConnectSettings {

  private static final String PLUGIN = "io.switchyard.agent.ClusterPlugin";
  private static final String INTERCEPTOR = "io.switchyard.agent.TokenInterceptor";
  private static final String PLUGINS = "spark.plugins";
  private static final String JARS = "spark.jars";
  private static final String INTERCEPTORS = "spark.connect.grpc.interceptor.classes";
  private static final String ADDRESS = "spark.connect.grpc.binding.address";
  private static final String PORT = "spark.connect.grpc.binding.port";
  private static final String RETRY_BUFFER =
      "spark.connect.execute.reattachable.observerRetryBufferSize";
  private static final String LOOPBACK = "127.0.0.1";

  /** The users' settings that would have the server listen elsewhere, or ask for another token. */
  private static final Set<String> OURS = Set.of(ADDRESS, PORT, "spark.connect.authenticate.token");

  private static final Set<String> OUR_VARIABLES = Set.of("SPARK_CONNECT_AUTHENTICATE_TOKEN");

  private ConnectSettings() {}

  /** Adds them to what there is. */
  static void addTo(Map<String, String> properties, ExecutionFolder folder) {
    properties.keySet().removeAll(OURS);
    properties.merge(PLUGINS, PLUGIN, ConnectSettings::and);
    properties.merge(JARS, folder.agentJar().toUri().toString(), ConnectSettings::and);
    properties.merge(INTERCEPTORS, INTERCEPTOR, ConnectSettings::and);
    properties.put(ADDRESS, LOOPBACK);
    properties.put(PORT, "0");
    // What a client has not read yet is lost with a connection, and fetched again from here.
    properties.putIfAbsent(RETRY_BUFFER, "64m");
  }

  /** The settings without those that a driver of ours must not have. */
  static Map<String, String> without(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(e -> !OURS.contains(e.getKey()) && !OUR_VARIABLES.contains(e.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Those of a user's settings and variables that have no effect, sorted. */
  static Set<String> overruled(Map<String, String> settings, Map<String, String> variables) {
    Set<String> overruled = new TreeSet<>(settings.keySet());
    overruled.retainAll(OURS);
    variables.keySet().stream().filter(OUR_VARIABLES::contains).forEach(overruled::add);
    return overruled;
  }

  /** A list of Spark's with one more in it. */
  static String and(String before, String more) {
    boolean there = Arrays.asList(before.split(",", -1)).contains(more);
    return before.isBlank() ? more : there ? before : before + "," + more;
  }
}
