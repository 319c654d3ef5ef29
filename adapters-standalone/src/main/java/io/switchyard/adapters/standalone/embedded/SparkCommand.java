package io.switchyard.adapters.standalone.embedded;

import io.switchyard.adapters.standalone.embedded.ClusterFolder.Cluster;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the master and the worker of one cluster are started. */
record SparkCommand(
    SparkDistribution spark, JavaHome java, ClusterFolder folder, Duration orphanGrace) {

  private static final String LOOPBACK = "127.0.0.1";

  /** Variables that drivers may see; the rest could hold secrets of the application. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ");

  /** Starts the process; its output goes to the end of its log. */
  Process start(Role role, Cluster cluster) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.executable().toString()));
    command.addAll(ModuleOptions.of(java.feature()));
    command.addAll(jvm(role));
    command.addAll(
        role == Role.MASTER ? masterSettings(cluster.ports()) : workerSettings(cluster.ports()));
    command.add("-cp");
    command.add(folder.guard() + File.pathSeparator + spark.home().resolve("jars") + "/*");
    command.add(GuardedMain.class.getName());
    command.addAll(role == Role.MASTER ? master(cluster.ports()) : worker(cluster));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.log(role).toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.putAll(environment());
    return builder.start();
  }

  /** Quick to start and small: these processes hand out work and do none. */
  private List<String> jvm(Role role) throws IOException {
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xms32m",
        "-Xmx384m",
        "-Djava.io.tmpdir=" + folder.temporary(role),
        "-Dlog4j2.configurationFile=" + folder.logging().toUri(),
        // A port that is taken must end the process, not move it to where nobody looks.
        "-Dspark.port.maxRetries=0",
        // Logs stay readable after their job, over restarts too; Spark 4 would remove them.
        "-Dspark.worker.cleanup.enabled=false",
        "-D" + GuardedMain.OWNER + "=" + folder.owner(),
        "-D" + GuardedMain.GRACE + "=" + orphanGrace.toMillis());
  }

  private List<String> masterSettings(Ports ports) {
    return List.of(
        "-D" + GuardedMain.WORKER + "=" + folder.process(Role.WORKER),
        "-D" + GuardedMain.PAGE + "=http://" + LOOPBACK + ":" + ports.masterUi() + "/json/",
        "-D" + GuardedMain.LAST_PAGE + "=" + folder.lastPage(),
        "-Dspark.master.rest.enabled=true",
        "-Dspark.master.rest.host=" + LOOPBACK,
        "-Dspark.master.rest.port=" + ports.rest(),
        "-Dspark.deploy.recoveryMode=FILESYSTEM",
        "-Dspark.deploy.recoveryDirectory=" + folder.recovery());
  }

  private static List<String> workerSettings(Ports ports) {
    return List.of("-D" + GuardedMain.MASTER_PORT + "=" + ports.master());
  }

  private static List<String> master(Ports ports) {
    return List.of(
        "org.apache.spark.deploy.master.Master",
        "--host",
        LOOPBACK,
        "--port",
        "" + ports.master(),
        "--webui-port",
        "" + ports.masterUi());
  }

  private List<String> worker(Cluster cluster) {
    return List.of(
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        LOOPBACK,
        "--port",
        "" + cluster.ports().worker(),
        "--webui-port",
        "" + cluster.ports().workerUi(),
        "-c",
        "" + cluster.cores(),
        "-m",
        cluster.memoryMb() + "m",
        "-d",
        folder.work().toString(),
        masterUrl(cluster.ports()));
  }

  static String masterUrl(Ports ports) {
    return "spark://" + LOOPBACK + ":" + ports.master();
  }

  /** Drivers and executors inherit it from their worker. */
  private Map<String, String> environment() {
    return Map.of(
        "JAVA_HOME", java.home().toString(),
        "SPARK_HOME", spark.home().toString(),
        "SPARK_SCALA_VERSION", spark.scala(),
        "SPARK_CONF_DIR", folder.conf().toString(),
        "SPARK_LOCAL_IP", LOOPBACK,
        "SPARK_LOCAL_DIRS", folder.local().toString());
  }
}
