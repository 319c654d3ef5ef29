package io.switchyard.benchmarks.chaos;

import io.switchyard.benchmarks.chaos.spark.ScriptedMaster;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations of the application's processes. */
final class AppConfigs {

  private AppConfigs() {}

  /**
   * The configuration of one process. They differ only in where they ask for drivers.
   *
   * @param callbacks how they are sent
   * @param store where jobs are kept; empty for a file in {@code state}
   */
  static Map<String, Object> of(
      Path state, Map<String, Object> store, Map<String, Object> callbacks, URI master) {
    Map<String, Object> spark =
        Map.of(
            "spark_version",
            "4.1.2",
            "master_url",
            "spark://127.0.0.1:7077",
            "rest_url",
            master.toString(),
            "ui_url",
            master + "/",
            "cores",
            ScriptedMaster.CORES,
            "memory",
            ScriptedMaster.GIBIBYTES + "g");
    Map<String, Object> config = new HashMap<>();
    config.put("state_dir", state.toString());
    config.put("work", work());
    config.put("callbacks", callbacks);
    config.put(
        "backends",
        List.of(Map.of("id", "local", "kind", "standalone", "masters", List.of(spark))));
    if (!store.isEmpty()) {
      config.put("store", store);
    }
    return config;
  }

  /**
   * Leases shorter than many an answer takes, so that they are lost to others; small batches, so
   * that no process takes all there is.
   */
  private static Map<String, Object> work() {
    return Map.of(
        "threads", 2,
        "idle", "50ms",
        "poll", "500ms",
        "retry", "300ms",
        "lease", "1500ms",
        "launch", "3s",
        "batch", 20);
  }
}
