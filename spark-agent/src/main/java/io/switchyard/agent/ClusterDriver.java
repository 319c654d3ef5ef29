package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Connect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;

/** The plugin's life in the driver: opened before Spark asks for executors, closed with it. */
final class ClusterDriver implements DriverPlugin {

  private static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";
  private static final int MOST_REMEMBERED = 10_000;
  private static final long CONNECT_LOOK_MS = 50;
  private static final long SCALING_LOOK_MS = 1_000;

  private final InstantSource time = InstantSource.system();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ClusterDriver::daemon);

  private @Nullable Running running;

  /** What is there once the plugin has begun. */
  private record Running(
      SparkContext context,
      AgentSettings settings,
      SparkFleet fleet,
      SparkCluster cluster,
      Endpoint endpoint,
      AgentFile file) {}

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "switchyard-agent-clock");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    try {
      running = open(context);
      write();
    } catch (IOException e) {
      throw new UncheckedIOException("the agent did not start: " + e.getMessage(), e);
    }
    return Map.of();
  }

  private Running open(SparkContext context) throws IOException {
    AgentSettings settings = AgentSettings.of(tree(context.conf()));
    Secrets secrets = new Secrets(settings.folder());
    BearerToken token = secrets.take(Secrets.AGENT_TOKEN);
    if (secrets.has(Secrets.CONNECT_TOKEN)) {
      Gate.open(secrets.take(Secrets.CONNECT_TOKEN), driverHost(context));
    }
    ConnectBook book = new ConnectBook(MOST_REMEMBERED, Instant.ofEpochMilli(context.startTime()));
    context.addSparkListener(new ConnectListener(book));
    ConnectServer server = new ConnectServer(ClusterPlugin.class.getClassLoader(), time);
    SparkFleet fleet = new SparkFleet(context);
    SparkCluster cluster = new SparkCluster(context, server, book, fleet);
    Endpoint endpoint = Endpoint.open(settings.host(), settings.port(), token, cluster);
    return new Running(
        context, settings, fleet, cluster, endpoint, new AgentFile(settings.folder()));
  }

  private static Map<String, String> tree(SparkConf conf) {
    Map<String, String> settings = new LinkedHashMap<>();
    Arrays.stream(conf.getAll())
        .forEach((Tuple2<String, String> e) -> settings.put(e._1(), e._2()));
    return settings;
  }

  private static String driverHost(SparkContext context) {
    return context.conf().get("spark.driver.host", "127.0.0.1");
  }

  /** The last thing that happens while a context starts: it has an id and its executors are due. */
  @Override
  public void registerMetrics(String appId, PluginContext plugin) {
    Running now = running;
    if (now != null) {
      Integer executors = now.settings().executors();
      now.cluster().begun(appId, executors == null ? null : keep(now, executors));
      writeOrWarn();
      clock.schedule(this::lookForConnect, CONNECT_LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Takes the number of executors over from Spark's dynamic allocation. That was on for one reason:
   * only with it a master is told how many executors to start with, and starts more than {@code
   * spark.cores.max} would have allowed when asked to. Left on, it would refuse barrier stages.
   */
  private Scaling keep(Running now, int executors) {
    stopAllocation(now.context());
    Scaling scaling = new Scaling(now.fleet(), now.settings().limit(), executors);
    clock.scheduleWithFixedDelay(
        () -> lookAfter(scaling), SCALING_LOOK_MS, SCALING_LOOK_MS, TimeUnit.MILLISECONDS);
    return scaling;
  }

  private static void stopAllocation(SparkContext context) {
    Option<?> allocation = context.executorAllocationManager();
    if (allocation.isDefined()) {
      try {
        Mirror.call(allocation.get(), "stop");
        context.conf().set(DYNAMIC_ALLOCATION, "false");
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("dynamic allocation could not be stopped", e);
      }
    }
  }

  /** A look that fails, as one may while Spark stops, must not be the last. */
  private static void lookAfter(Scaling scaling) {
    try {
      scaling.look();
    } catch (RuntimeException | LinkageError e) {
      Report.say(System.err, "warning the executors could not be looked after: " + e);
    }
  }

  private void lookForConnect() {
    Running now = running;
    if (now != null) {
      now.cluster()
          .lookForConnect(driverHost(now.context()))
          .ifPresentOrElse(
              this::found,
              () -> clock.schedule(this::lookForConnect, CONNECT_LOOK_MS, TimeUnit.MILLISECONDS));
    }
  }

  private void found(Connect where) {
    Running now = running;
    if (now != null) {
      now.cluster().listensAt(where);
      writeOrWarn();
      Report.say(System.err, "connect listens at " + where.host() + ":" + where.port());
    }
  }

  private void writeOrWarn() {
    try {
      write();
    } catch (IOException | RuntimeException e) {
      Report.say(System.err, "warning " + AgentFile.NAME + " could not be written: " + e);
    }
  }

  private synchronized void write() throws IOException {
    Running now = running;
    if (now != null) {
      InetSocketAddress address = now.endpoint().address();
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put(
          "host",
          address.getAddress().isAnyLocalAddress()
              ? driverHost(now.context())
              : address.getAddress().getHostAddress());
      tree.put("port", address.getPort());
      tree.put("pid", ProcessHandle.current().pid());
      tree.put("spark_version", now.context().version());
      tree.put("application_id", now.cluster().application().id());
      tree.put("connect", now.cluster().connect().tree());
      now.file().write(tree);
    }
  }

  @Override
  public void shutdown() {
    Running last = running;
    running = null;
    clock.shutdownNow();
    if (last != null) {
      last.endpoint().close();
      try {
        last.file().remove();
      } catch (IOException e) {
        Report.say(System.err, "warning " + AgentFile.NAME + " could not be removed: " + e);
      }
    }
  }
}
