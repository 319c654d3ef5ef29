package io.switchyard.adapters.standalone;

import io.switchyard.agent.DriverMain;
import io.switchyard.agentclient.ConnectSettings;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.Resources;
import io.switchyard.ports.cluster.ServerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server of a cluster as a driver; docs/spark-agent.md says why each setting is as it is.
 *
 * @param fitted what the server gets
 */
record ServerSubmission(Cluster cluster, ServerSettings settings, Resources fitted)
    implements DriverLaunching.Draft {

  private static final String SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer";

  @Override
  public Resources resources() {
    return fitted;
  }

  @Override
  public void write(ExecutionFolder folder) throws IOException {
    folder.writeServer(settings.secrets(), cluster.server().token());
  }

  @Override
  public Map<String, Object> body(ExecutionFolder folder, Master master) {
    return new TreeMap<>(
        Map.of(
            "action", "CreateSubmissionRequest",
            "clientSparkVersion", master.version().value(),
            "appResource", folder.jar().toUri().toString(),
            "mainClass", LaunchClass.nameFor(folder.id()),
            "appArgs", List.of(),
            "environmentVariables", Map.of(),
            "sparkProperties", properties(folder, master)));
  }

  private Map<String, String> properties(ExecutionFolder folder, Master master) {
    Map<String, String> properties = new TreeMap<>(settings.conf());
    properties.put("spark.app.name", cluster.id().value());
    properties.put("spark.master", master.url());
    properties.put("spark.submit.deployMode", "cluster");
    properties.put("spark.driver.supervise", "false");
    properties.put("spark.driver.cores", "" + fitted.driver().cores());
    properties.put("spark.driver.memory", fitted.driver().memory().toString());
    properties.put("spark.executor.cores", "" + fitted.executor().cores());
    properties.put("spark.executor.memory", fitted.executor().memory().toString());
    properties.put("spark.ui.port", "0");
    folder.addConnect(properties);
    properties.putIfAbsent(
        "spark.sql.warehouse.dir", folder.path().resolve("warehouse").toUri().toString());
    properties.putAll(ConnectSettings.executors(fitted.executor()));
    properties.merge(
        "spark.driver.extraJavaOptions",
        javaOptions(folder, master),
        (users, ours) -> ours + " " + users);
    properties.put(DriverMain.MAIN_CLASS, SERVER);
    properties.put(DriverMain.EXECUTION, folder.id().value());
    properties.put(DriverMain.FOLDER, folder.path().toString());
    return properties;
  }

  private static String javaOptions(ExecutionFolder folder, Master master) {
    String modules =
        master.version().line().value().startsWith("3.")
            ? " " + String.join(" ", master.moduleOptions())
            : "";
    return "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir="
        + folder.temporary()
        + modules;
  }
}
