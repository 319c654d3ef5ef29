package io.switchyard.agent;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the plugin is told by Spark's settings. None of it is secret: see {@link Secrets}.
 *
 * @param folder where {@link AgentFile} is written and {@link Secrets} are read
 * @param driverHost where the driver is reached
 * @param host address to listen at
 * @param port to listen at; 0 for any that is free
 * @param executors how many to begin with, if the plugin is to keep their number; see {@link
 *     Scaling}
 * @param limit how many the settings leave room for at most
 */
record AgentSettings(
    Path folder, String driverHost, String host, int port, @Nullable Integer executors, int limit) {

  static final String HOST = "spark.switchyard.agent.host";
  static final String PORT = "spark.switchyard.agent.port";
  static final String EXECUTORS = "spark.switchyard.executors";

  /** More would be a typing error. */
  static final int MOST_EXECUTORS = 10_000;

  private static final int MOST_PORTS = 65_535;
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting that is missing or wrong
   */
  static AgentSettings of(Map<String, String> conf) {
    String folder = conf.getOrDefault(DriverMain.FOLDER, "");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          DriverMain.FOLDER + " is not set; it names the folder with the tokens of this server");
    }
    String executors = conf.getOrDefault(EXECUTORS, "");
    String driverHost = conf.getOrDefault("spark.driver.host", "127.0.0.1");
    return new AgentSettings(
        Path.of(folder),
        driverHost,
        conf.getOrDefault(HOST, driverHost),
        whole(PORT, conf.getOrDefault(PORT, "0"), MOST_PORTS),
        executors.isEmpty() ? null : whole(EXECUTORS, executors, MOST_EXECUTORS),
        limit(conf::get));
  }

  /** A master gives an application no more cores than this, whatever is asked for later. */
  private static int limit(UnaryOperator<@Nullable String> conf) {
    String most = conf.apply("spark.cores.max");
    String each = conf.apply("spark.executor.cores");
    if (most == null || each == null) {
      return MOST_EXECUTORS;
    }
    int cores = whole("spark.cores.max", most, Integer.MAX_VALUE);
    int perExecutor = Math.max(1, whole("spark.executor.cores", each, Integer.MAX_VALUE));
    return Math.min(MOST_EXECUTORS, cores / perExecutor);
  }

  private static int whole(String key, String value, int most) {
    if (!WHOLE.matcher(value).matches() || Integer.parseInt(value) > most) {
      throw new IllegalArgumentException(
          key + ": \"" + value + "\" is not a whole number from 0 to " + most);
    }
    return Integer.parseInt(value);
  }
}
