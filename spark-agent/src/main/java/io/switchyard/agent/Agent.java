package io.switchyard.agent;

import io.switchyard.agent.ClusterStatus.Connect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What the plugin keeps in a driver: the endpoint, the file that says where it is, and the care for
 * the number of executors.
 */
final class Agent implements AutoCloseable {

  private static final int MOST_REMEMBERED = 10_000;
  private static final long CONNECT_LOOK_MS = 50;
  private static final long SCALING_LOOK_MS = 1_000;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Agent::daemon);

  private final SparkContext context;
  private final AgentSettings settings;
  private final SparkCluster cluster;
  private final Endpoint endpoint;
  private final AgentFile file;
  private @Nullable String lastTrouble;

  private Agent(
      SparkContext context, AgentSettings settings, SparkCluster cluster, Endpoint endpoint) {
    this.context = context;
    this.settings = settings;
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.file = new AgentFile(settings.folder());
  }

  /**
   * Opens the endpoint.
   *
   * @throws IOException if a token is missing, or the endpoint cannot listen
   * @throws IllegalArgumentException if a setting is wrong
   */
  static Agent open(SparkContext context) throws IOException {
    AgentSettings settings = AgentSettings.of(SparkSettings.of(context.conf()));
    Secrets secrets = new Secrets(settings.folder());
    BearerToken token = secrets.take(Secrets.AGENT_TOKEN);
    if (secrets.has(Secrets.CONNECT_TOKEN)) {
      // By its own address: the name of a driver in Kubernetes may not be known yet.
      Gate.open(secrets.take(Secrets.CONNECT_TOKEN), InetAddress.getByName(settings.host()));
    }
    ConnectBook book = new ConnectBook(MOST_REMEMBERED);
    context.addSparkListener(new ConnectListener(book));
    ConnectServer server = new ConnectServer(Agent.class.getClassLoader(), InstantSource.system());
    SparkCluster cluster = new SparkCluster(context, server, book);
    Endpoint endpoint = Endpoint.open(settings.host(), settings.port(), token, cluster);
    Agent agent = new Agent(context, settings, cluster, endpoint);
    agent.write();
    return agent;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "switchyard-agent-clock");
    thread.setDaemon(true);
    return thread;
  }

  /** The context is up, with that id. */
  void begun(String applicationId) {
    cluster.begun(applicationId, keeper());
    writeOrWarn();
    lookForConnectSoon();
  }

  private void lookForConnectSoon() {
    var unused = clock.schedule(this::lookForConnect, CONNECT_LOOK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the number of executors over from Spark's dynamic allocation. That is on for one reason:
   * with it, the master is told how many to start with, and without it starts as many as it has
   * room for. Left on, it would go on to change the number, and Spark would refuse barrier stages.
   */
  private @Nullable Scaling keeper() {
    Integer executors = settings.executors();
    if (executors == null) {
      return null;
    }
    SparkFleet fleet = new SparkFleet(context);
    fleet.stopAllocation();
    return new Scaling(fleet, settings.limit(), executors);
  }

  private void lookForConnect() {
    cluster
        .lookForConnect(settings.driverHost())
        .ifPresentOrElse(this::listens, this::lookForConnectSoon);
  }

  /** Only now executors are asked for, so that they do not slow down the start of the server. */
  private void listens(Connect where) {
    cluster.listensAt(where);
    writeOrWarn();
    Report.say(System.err, "connect listens at " + where.host() + ":" + where.port());
    var unused =
        clock.scheduleWithFixedDelay(this::lookAfter, 0, SCALING_LOOK_MS, TimeUnit.MILLISECONDS);
  }

  /** A look that fails, as one may while Spark stops, must not be the last. */
  private void lookAfter() {
    try {
      cluster.lookAfterExecutors();
      lastTrouble = null;
    } catch (RuntimeException | LinkageError e) {
      String trouble = e.toString();
      if (!trouble.equals(lastTrouble)) {
        Report.say(System.err, "warning the executors could not be looked after: " + trouble);
      }
      lastTrouble = trouble;
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
    InetSocketAddress address = endpoint.address();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("host", Addresses.reachable(address.getAddress(), settings.driverHost()));
    tree.put("port", address.getPort());
    tree.put("pid", ProcessHandle.current().pid());
    tree.put("spark_version", context.version());
    tree.put("application_id", cluster.application().id());
    tree.put("connect", cluster.connect().tree());
    file.write(tree);
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    endpoint.close();
    try {
      file.remove();
    } catch (IOException e) {
      Report.say(System.err, "warning " + AgentFile.NAME + " could not be removed: " + e);
    }
  }
}
