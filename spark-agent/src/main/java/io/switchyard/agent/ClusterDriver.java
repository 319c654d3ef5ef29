package io.switchyard.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** The plugin's life in the driver, as Spark calls it. */
final class ClusterDriver implements DriverPlugin {

  private @Nullable Agent agent;

  /** Called before the driver asks for executors; a failure ends the driver. */
  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    try {
      agent = Agent.open(context);
    } catch (IOException e) {
      throw new UncheckedIOException("the agent did not start: " + e.getMessage(), e);
    }
    return Map.of();
  }

  /** The last call while a context starts: by now the application has its id. */
  @Override
  public void registerMetrics(String applicationId, PluginContext plugin) {
    if (agent != null) {
      agent.begun(applicationId);
    }
  }

  @Override
  public void shutdown() {
    if (agent != null) {
      agent.close();
    }
  }
}
