package io.switchyard.adapters.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.agentclient.AgentApi;
import io.switchyard.agentclient.ServerEnd;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.ServerSettings;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLogs;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Runs the servers of clusters as drivers on Spark masters. */
final class StandaloneClusters implements ClusterLauncher {

  private final Masters masters;
  private final Exchange exchange;
  private final Observing observing;
  private final DriverLaunching launching;
  private final JobLogs logs;
  private final InstantSource clock;
  private final AgentApi agents = new AgentApi();

  /**
   * @param exchange for servers alone
   * @param logs of drivers
   */
  StandaloneClusters(
      Masters masters,
      MasterApi api,
      Exchange exchange,
      LaunchTurn turn,
      JobLogs logs,
      InstantSource clock) {
    this.masters = masters;
    this.exchange = exchange;
    this.observing = new Observing(api, exchange);
    this.launching = new DriverLaunching(masters, api, exchange, turn);
    this.logs = logs;
    this.clock = clock;
  }

  @Override
  public Fit fit(ClusterRequest request) {
    List<SparkVersion> offered = masters.versions();
    SparkVersion asked = request.sparkVersion();
    Optional<SparkVersion> version =
        asked == null ? Optional.of(offered.get(0)) : asked.newestOf(offered);
    return version
        .<Fit>map(v -> new Fit.Runs(v, ServerFitting.of(request.shape(), masters.size(v)).notes()))
        .orElseGet(
            () ->
                new Fit.Refuses(
                    List.of(
                        new Violation(
                            "spark_version",
                            String.valueOf(asked),
                            "is not offered by this backend",
                            "offered: "
                                + offered.stream()
                                    .map(SparkVersion::value)
                                    .collect(Collectors.joining(", "))))));
  }

  private Resources fitted(Cluster cluster, ClusterShape shape) {
    return ServerFitting.of(shape, masters.size(cluster.sparkVersion())).resources();
  }

  private int wanted(Cluster cluster) {
    return fitted(cluster, cluster.shape()).executor().instances();
  }

  @Override
  public boolean scalesLive(Cluster cluster, ClusterShape shape) {
    Resources now = fitted(cluster, cluster.shape());
    Resources then = fitted(cluster, shape);
    return now.driver().equals(then.driver())
        && now.executor().cores() == then.executor().cores()
        && now.executor().memory().equals(then.executor().memory());
  }

  @Override
  public BackendHandle provision(Cluster cluster, ServerSettings settings) {
    return launching.launch(
        cluster.server().id(),
        cluster.sparkVersion(),
        () -> new ServerSubmission(cluster, settings, fitted(cluster, cluster.shape())));
  }

  @Override
  public Optional<BackendHandle> find(Cluster cluster) {
    return launching.find(cluster.server().id(), cluster.sparkVersion());
  }

  @Override
  public Optional<BackendHandle> forbid(Cluster cluster) {
    return launching.forbid(cluster.server().id(), cluster.sparkVersion());
  }

  @Override
  public Map<ClusterId, ServerReport> observe(Collection<Cluster> clusters) {
    exchange.sweepNowAndThen(clock.instant());
    Map<ClusterId, ServerReport> seen = new HashMap<>();
    clusters.stream()
        .collect(Collectors.groupingBy(Cluster::sparkVersion))
        .forEach((version, some) -> seen.putAll(observe(version, some)));
    return seen;
  }

  private Map<ClusterId, ServerReport> observe(SparkVersion version, List<Cluster> clusters) {
    Map<ClusterId, ServerReport> seen = new HashMap<>();
    try {
      Optional<Master> master = masters.master(version);
      if (master.isPresent()) {
        Map<ClusterId, DriverRef> refs = new HashMap<>();
        clusters.forEach(
            cluster ->
                Optional.ofNullable(cluster.handle())
                    .flatMap(DriverRef::of)
                    .ifPresent(ref -> refs.put(cluster.id(), ref)));
        var drivers = observing.observe(master.get(), Set.copyOf(refs.values()));
        seen.putAll(reports(clusters, refs, drivers));
      }
    } catch (TargetFailure failure) {
      // One silent master must not keep the news of the others.
      var unknown = new ServerReport.Unknown(String.valueOf(failure.getMessage()));
      clusters.forEach(cluster -> seen.put(cluster.id(), unknown));
    }
    return seen;
  }

  /** Servers are asked all at once: one that is stuck must not keep the news of the others. */
  private Map<ClusterId, ServerReport> reports(
      List<Cluster> clusters, Map<ClusterId, DriverRef> refs, Map<DriverRef, Observation> drivers) {
    Map<ClusterId, CompletableFuture<ServerReport>> asked = new HashMap<>();
    for (Cluster cluster : clusters) {
      Optional.ofNullable(refs.get(cluster.id()))
          .map(drivers::get)
          .ifPresent(observation -> asked.put(cluster.id(), report(cluster, observation)));
    }
    Map<ClusterId, ServerReport> reports = new HashMap<>();
    asked.forEach((id, report) -> reports.put(id, report.join()));
    return reports;
  }

  private CompletableFuture<ServerReport> report(Cluster cluster, Observation observation) {
    if (observation.ended()) {
      String cause = cause(cluster, observation);
      exchange.removeFiles(cluster.server().id());
      return CompletableFuture.completedFuture(new ServerReport.Gone(cause));
    }
    Optional<JsonNode> agent = ServerFolder.agent(folder(cluster).path());
    JsonNode connect = agent.map(said -> said.path("connect")).orElse(null);
    if (agent.isEmpty() || connect == null || !connect.path("listening").asBoolean()) {
      return CompletableFuture.completedFuture(new ServerReport.Starting(observation.detail()));
    }
    int executors = wanted(cluster);
    return CompletableFuture.completedFuture(agent.get())
        .thenApply(said -> agent(cluster, said))
        .thenCompose(agents::status)
        .thenApply(status -> listening(connect, status, executors))
        // Users run code where the agent's file is: whatever is in it, it is a matter of one
        // server.
        .exceptionally(failure -> new ServerReport.Unknown(String.valueOf(failure.getMessage())));
  }

  private static ServerReport listening(JsonNode connect, AgentApi.Status status, int executors) {
    return new ServerReport.Listening(
        new ServerAddress(connect.path("host").asText(), connect.path("port").asInt()),
        status.uiUrl(),
        status.executors(),
        status.settled(executors),
        false,
        status.usage());
  }

  private ExecutionFolder folder(Cluster cluster) {
    return exchange.of(cluster.server().id());
  }

  private static AgentApi.Agent agent(Cluster cluster, JsonNode said) {
    return ServerFolder.agent(said, cluster.server().token());
  }

  private String cause(Cluster cluster, Observation observation) {
    BackendHandle handle = cluster.handle();
    return handle == null
        ? observation.detail()
        : ServerEnd.cause(logs, handle, observation.detail());
  }

  private AgentApi.Agent agent(Cluster cluster) {
    return ServerFolder.agent(folder(cluster).path())
        .map(said -> agent(cluster, said))
        .orElseThrow(
            () ->
                TargetFailure.withoutEffect(
                    Kind.UNREACHABLE, "the server does not say where its agent is"));
  }

  @Override
  public void scale(Cluster cluster) {
    agents.scale(agent(cluster), wanted(cluster));
  }

  @Override
  public Set<ServerSession> busySessions(Cluster cluster) {
    return agents.busySessions(agent(cluster));
  }

  @Override
  public void terminate(BackendHandle handle) {
    launching.stop(handle);
  }
}
