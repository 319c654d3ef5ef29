package io.switchyard.agent;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * The plugin of clusters, named in {@code spark.plugins}: it opens an HTTP endpoint in the driver
 * that tells what the Spark Connect server is doing and changes the number of its executors while
 * sessions stay. The endpoint, its settings and its files are described in {@code
 * docs/spark-agent.md}.
 *
 * <p>A driver whose settings or token are wrong does not start.
 */
public final class ClusterPlugin implements SparkPlugin {

  /**
   * Whose sessions are the platform's own, opened to see whether the server answers; no user has
   * this name, and what it does is nobody's activity.
   */
  public static final String PLATFORM_USER = ":switchyard";

  @Override
  public DriverPlugin driverPlugin() {
    return new ClusterDriver();
  }

  /** Executors have none, but load this class, so its jar has to be in {@code spark.jars}. */
  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }
}
