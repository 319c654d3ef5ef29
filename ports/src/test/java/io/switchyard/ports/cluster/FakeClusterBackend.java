package io.switchyard.ports.cluster;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.cluster.ServerReport.Usage;
import io.switchyard.domain.cluster.ServerToken;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.FakeBackend;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Place;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A backend whose servers do what the test says; its servers start at once and end at once. */
public final class FakeClusterBackend implements ClusterLauncher, ConnectProbe {

  private static final class Server {
    final ExecutionId run;
    final ClusterId cluster;
    boolean listens = true;
    boolean gone;
    boolean forgotten;
    boolean outdated;
    String cause = "";
    int executors;
    int executorsSoon;
    Usage usage = Usage.NONE;
    final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    Server(Cluster cluster) {
      this.run = cluster.server().id();
      this.cluster = cluster.id();
    }
  }

  private final Map<BackendHandle, Server> servers = new LinkedHashMap<>();
  private final Map<ExecutionId, BackendHandle> byRun = new HashMap<>();
  private final Deque<TargetFailure> failures = new ArrayDeque<>();
  private final Deque<TargetFailure> lostAnswers = new ArrayDeque<>();
  private final Deque<TargetFailure> delays = new ArrayDeque<>();
  private final List<Cluster> onTheirWay = new ArrayList<>();
  private final Set<ExecutionId> forbidden = new HashSet<>();
  private boolean answering = true;
  private int port = 15_001;
  private boolean listenAtOnce = true;
  private boolean scaleAtOnce = true;

  /** The backend as the use cases see it. */
  public Backend backend() {
    return backendWith(new FakeBackend());
  }

  /** As {@link #backend}, with jobs that the test steers, too. */
  public Backend backendWith(FakeBackend jobs) {
    return new Backend(
        ClusterExamples.BACKEND,
        Place.anywhere(BackendKind.STANDALONE),
        jobs,
        new FakeServerLogs(this::stderr, jobs),
        this);
  }

  private synchronized Optional<byte[]> stderr(BackendHandle handle) {
    return Optional.ofNullable(servers.get(handle)).map(server -> server.stderr.toByteArray());
  }

  /** The cluster's current server writes a line. */
  public synchronized void print(Cluster cluster, String line) {
    serverOf(cluster).stderr.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The log of a server is deleted where it ran. */
  public synchronized void deleteLog(ExecutionId server) {
    Objects.requireNonNull(servers.get(byRun.get(server))).stderr.reset();
  }

  @Override
  public synchronized Fit fit(ClusterRequest request) {
    SparkVersion asked = request.sparkVersion();
    if (asked == null || asked.covers(ClusterExamples.SPARK)) {
      return new Fit.Runs(ClusterExamples.SPARK, List.of());
    }
    return new Fit.Refuses(
        List.of(new Violation("spark_version", asked.value(), "is not offered", "")));
  }

  @Override
  public synchronized BackendHandle provision(Cluster cluster, ServerSettings settings) {
    Optional<BackendHandle> known = find(cluster);
    if (known.isPresent()) {
      return known.get();
    }
    if (forbidden.contains(cluster.server().id())) {
      throw TargetFailure.withoutEffect(TargetFailure.Kind.REJECTED, "the server is over");
    }
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    if (!delays.isEmpty()) {
      onTheirWay.add(cluster);
      throw delays.remove();
    }
    BackendHandle handle = make(cluster);
    if (!lostAnswers.isEmpty()) {
      throw lostAnswers.remove();
    }
    return handle;
  }

  private BackendHandle make(Cluster cluster) {
    BackendHandle handle = new BackendHandle("server-" + servers.size());
    Server server = new Server(cluster);
    server.listens = listenAtOnce;
    server.gone = forbidden.contains(cluster.server().id()) || byRun.containsKey(server.run);
    server.executors = cluster.shape().resources().executor().instances();
    server.executorsSoon = server.executors;
    servers.put(handle, server);
    byRun.putIfAbsent(server.run, handle);
    return handle;
  }

  @Override
  public synchronized Optional<BackendHandle> forbid(Cluster cluster) {
    if (find(cluster).isEmpty()) {
      forbidden.add(cluster.server().id());
    }
    return find(cluster).filter(begun -> !forbidden.contains(cluster.server().id()));
  }

  @Override
  public synchronized Optional<BackendHandle> find(Cluster cluster) {
    return Optional.ofNullable(byRun.get(cluster.server().id()));
  }

  @Override
  public synchronized Map<ClusterId, ServerReport> observe(Collection<Cluster> clusters) {
    Map<ClusterId, ServerReport> seen = new HashMap<>();
    for (Cluster cluster : clusters) {
      Server server = servers.get(cluster.handle());
      if (server != null && !server.forgotten) {
        seen.put(cluster.id(), report(cluster, server));
      }
    }
    return seen;
  }

  private ServerReport report(Cluster cluster, Server server) {
    int wanted = cluster.shape().resources().executor().instances();
    if (server.gone) {
      return new ServerReport.Gone(server.cause);
    } else if (!server.listens) {
      return new ServerReport.Starting("");
    }
    return new ServerReport.Listening(
        new ServerAddress("127.0.0.1", port),
        null,
        server.executors,
        server.executors == wanted && server.executorsSoon == wanted,
        server.outdated,
        server.usage);
  }

  @Override
  public boolean scalesLive(Cluster cluster, ClusterShape shape) {
    return cluster.shape().differsOnlyInExecutors(shape);
  }

  @Override
  public synchronized void scale(Cluster cluster) {
    Server server = servers.get(cluster.handle());
    if (server == null || server.gone || !server.listens) {
      throw TargetFailure.withoutEffect(
          TargetFailure.Kind.UNREACHABLE, "the server does not answer");
    }
    server.executorsSoon = cluster.shape().resources().executor().instances();
    if (scaleAtOnce) {
      server.executors = server.executorsSoon;
    }
  }

  @Override
  public synchronized void terminate(BackendHandle handle) {
    Server server = servers.get(handle);
    if (server != null) {
      server.gone = true;
    }
  }

  /** Servers listen there from now on. */
  public synchronized void listenOn(int other) {
    port = other;
  }

  @Override
  public synchronized boolean answers(ServerAddress address, ServerToken token) {
    return answering;
  }

  private Server serverOf(Cluster cluster) {
    return Objects.requireNonNull(
        servers.get(byRun.get(cluster.server().id())), "no server of " + cluster.id());
  }

  /** Servers started from now on listen only when {@link #listen} says so. */
  public synchronized void startSlowly() {
    listenAtOnce = false;
  }

  /** The cluster's server listens now. */
  public synchronized void listen(Cluster cluster) {
    serverOf(cluster).listens = true;
  }

  /** Whether servers answer calls. */
  public synchronized void answering(boolean now) {
    answering = now;
  }

  /** Executors come only when {@link #executorsCome} says so. */
  public synchronized void scaleSlowly() {
    scaleAtOnce = false;
  }

  /** The executors that were asked for are there. */
  public synchronized void executorsCome(Cluster cluster) {
    serverOf(cluster).executors = serverOf(cluster).executorsSoon;
  }

  public synchronized int executors(Cluster cluster) {
    return serverOf(cluster).executors;
  }

  /** The cluster's server dies by itself. */
  public synchronized void die(Cluster cluster, String cause) {
    serverOf(cluster).gone = true;
    serverOf(cluster).cause = cause;
  }

  /** The cluster's server will leave that in its log when it ends. */
  public synchronized void willSay(Cluster cluster, String cause) {
    serverOf(cluster).cause = cause;
  }

  /** The backend forgets the cluster's server, which may live on. */
  public synchronized void forget(Cluster cluster) {
    serverOf(cluster).forgotten = true;
  }

  /** The backend would start the cluster's server otherwise now. */
  public synchronized void outdate(Cluster cluster) {
    serverOf(cluster).outdated = true;
  }

  public synchronized void use(Cluster cluster, Usage usage) {
    serverOf(cluster).usage = usage;
  }

  /** The next launch fails so, and makes no server. */
  public synchronized void failNextLaunch(TargetFailure failure) {
    failures.add(failure);
  }

  /** The next launch makes a server and fails so. */
  public synchronized void loseNextAnswer(TargetFailure failure) {
    lostAnswers.add(failure);
  }

  /** The next launch fails so, and its request arrives with {@link #deliverLate}. */
  public synchronized void delayNextLaunch(TargetFailure failure) {
    delays.add(failure);
  }

  /** Requests that were on their way arrive. */
  public synchronized void deliverLate() {
    onTheirWay.forEach(this::make);
    onTheirWay.clear();
  }

  /** From now on launches go well. */
  public synchronized void calm() {
    failures.clear();
    lostAnswers.clear();
    delays.clear();
  }

  /** How many servers of the cluster's current run there ever were that served anybody. */
  public synchronized int serversOf(Cluster cluster) {
    ExecutionId run = cluster.server().id();
    return forbidden.contains(run)
        ? 0
        : (int) servers.values().stream().filter(server -> server.run.equals(run)).count();
  }

  /** How many servers were ever made. */
  public synchronized int servers() {
    return servers.size();
  }

  /** Whether the cluster's current server lives. */
  public synchronized boolean livesNow(Cluster cluster) {
    return find(cluster).map(servers::get).filter(server -> !server.gone).isPresent();
  }

  /** How many servers of the cluster live. */
  public synchronized long living(ClusterId cluster) {
    return servers.values().stream()
        .filter(server -> !server.gone && server.cluster.equals(cluster))
        .count();
  }

  /** How many servers live. */
  public synchronized long living() {
    return servers.values().stream().filter(server -> !server.gone).count();
  }
}
