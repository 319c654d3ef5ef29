package io.switchyard.agentclient;

import io.switchyard.domain.job.ExecutorResources;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings of a driver with a Spark Connect server that only the platform calls;
 * docs/spark-agent.md says why each is as it is.
 */
public final class ConnectSettings {

  /** The setting of the address to listen at; without it a server does so on all. */
  public static final String ADDRESS = "spark.connect.grpc.binding.address";

  private static final String PLUGIN = "io.switchyard.agent.ClusterPlugin";
  private static final String INTERCEPTOR = "io.switchyard.agent.TokenInterceptor";
  private static final String PLUGINS = "spark.plugins";
  private static final String JARS = "spark.jars";
  private static final String INTERCEPTORS = "spark.connect.grpc.interceptor.classes";
  private static final String PORT = "spark.connect.grpc.binding.port";
  private static final String RETRY_BUFFER =
      "spark.connect.execute.reattachable.observerRetryBufferSize";

  /** The users' settings that would have the server listen elsewhere, or ask for another token. */
  private static final Set<String> OURS = Set.of(ADDRESS, PORT, "spark.connect.authenticate.token");

  private static final Set<String> OUR_VARIABLES = Set.of("SPARK_CONNECT_AUTHENTICATE_TOKEN");

  private ConnectSettings() {}

  /**
   * Adds them to what there is.
   *
   * @param agentJar where driver and executors find the agent; empty if they have it anyway
   * @param port to listen at; 0 for any that is free
   */
  public static void addTo(Map<String, String> properties, String agentJar, int port) {
    properties.keySet().removeAll(OURS);
    properties.merge(PLUGINS, PLUGIN, ConnectSettings::and);
    if (!agentJar.isEmpty()) {
      properties.merge(JARS, agentJar, ConnectSettings::and);
    }
    properties.merge(INTERCEPTORS, INTERCEPTOR, ConnectSettings::and);
    properties.put(PORT, "" + port);
    // What a client has not read yet is lost with a connection, and fetched again from here.
    properties.putIfAbsent(RETRY_BUFFER, "64m");
  }

  /**
   * The settings by which the agent of a cluster's server keeps the number of its executors, which
   * begins with that of {@code resources}.
   */
  public static Map<String, String> executors(ExecutorResources resources) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.switchyard.executors", "" + resources.instances());
    properties.put("spark.dynamicAllocation.enabled", "true");
    properties.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
    properties.put("spark.dynamicAllocation.minExecutors", "0");
    properties.put("spark.dynamicAllocation.initialExecutors", "0");
    properties.put("spark.dynamicAllocation.maxExecutors", "1");
    properties.put("spark.decommission.enabled", "true");
    properties.put("spark.storage.decommission.enabled", "true");
    properties.put("spark.storage.decommission.rddBlocks.enabled", "true");
    properties.put("spark.storage.decommission.shuffleBlocks.enabled", "true");
    properties.put("spark.executor.decommission.forceKillTimeout", "1h");
    return properties;
  }

  /** The settings without those that a driver of ours must not have. */
  public static Map<String, String> without(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(e -> !OURS.contains(e.getKey()) && !OUR_VARIABLES.contains(e.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Those of a user's settings and variables that have no effect, sorted. */
  public static Set<String> overruled(Map<String, String> settings, Map<String, String> variables) {
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
