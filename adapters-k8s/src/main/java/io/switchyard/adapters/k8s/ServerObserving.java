package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.adapters.k8s.Claims.Claim;
import io.switchyard.agentclient.AgentApi;
import io.switchyard.agentclient.ServerEnd;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ServerAddress;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.job.JobLogs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** What Kubernetes and their agents say of servers. */
final class ServerObserving {

  /** How long after its time a pod may be there before its node counts as gone. */
  private static final Duration NODE_SILENCE = Duration.ofMinutes(2);

  private final Kube kube;
  private final Claims claims;
  private final BackendId backend;
  private final Recipe recipe;
  private final AgentApi agents;
  private final JobLogs logs;
  private final InstantSource clock;

  ServerObserving(
      Kube kube,
      Claims claims,
      K8sConfig config,
      AgentApi agents,
      JobLogs logs,
      InstantSource clock) {
    this.kube = kube;
    this.claims = claims;
    this.backend = config.id();
    this.recipe = new Recipe(config);
    this.agents = agents;
    this.logs = logs;
    this.clock = clock;
  }

  /** Of all servers in one list; those that there is no record of are absent. */
  Map<ClusterId, ServerReport> observe(Collection<Cluster> clusters) {
    Map<String, Cluster> asked = new HashMap<>();
    clusters.forEach(
        cluster ->
            ServerRef.of(cluster).ifPresent(ref -> asked.put(ref.at().handle().value(), cluster)));
    if (asked.isEmpty()) {
      return Map.of();
    }
    Map<ClusterId, ServerReport> seen = reports(asked);
    Map<String, ClusterId> absent = new HashMap<>();
    asked.forEach(
        (at, cluster) -> {
          if (!seen.containsKey(cluster.id())) {
            absent.put(at, cluster.id());
          }
        });
    if (!absent.isEmpty()) {
      Set<String> stopped =
          claims.stopped().stream().map(Claim::handle).collect(Collectors.toSet());
      absent.forEach(
          (at, id) -> {
            if (stopped.contains(at)) {
              seen.put(id, new ServerReport.Gone(""));
            }
          });
    }
    return seen;
  }

  /** Servers are asked all at once: one that is stuck must not keep the news of the others. */
  private Map<ClusterId, ServerReport> reports(Map<String, Cluster> asked) {
    Map<ClusterId, CompletableFuture<ServerReport>> reports = new HashMap<>();
    for (GenericKubernetesResource pod : pods()) {
      Cluster cluster =
          asked.get(pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName());
      if (cluster != null) {
        reports.put(cluster.id(), report(cluster, pod));
      }
    }
    Map<ClusterId, ServerReport> seen = new HashMap<>();
    reports.forEach((id, report) -> seen.put(id, report.join()));
    return seen;
  }

  private List<GenericKubernetesResource> pods() {
    Map<String, String> labels = new HashMap<>(Labels.ofBackend(backend));
    labels.put(Labels.ROLE, Labels.SERVER);
    return kube.list(DriverPod.KIND, labels);
  }

  private CompletableFuture<ServerReport> report(Cluster cluster, GenericKubernetesResource pod) {
    Observation seen = PodReading.of(pod).observation();
    if (seen.ended()) {
      return now(new ServerReport.Gone(cause(cluster, pod, seen)));
    } else if (abandoned(pod)) {
      return now(new ServerReport.Gone("its node went away"));
    }
    Optional<AgentApi.Agent> agent = agent(pod, cluster);
    if (seen.phase() != Phase.RUNNING || agent.isEmpty()) {
      return now(
          seen.phase() == Phase.UNKNOWN
              ? new ServerReport.Unknown(seen.detail())
              : new ServerReport.Starting(seen.detail()));
    }
    return agents
        .status(agent.get())
        .thenApply(status -> report(cluster, pod, status))
        .exceptionally(failure -> silent(cluster, failure));
  }

  /** Told to go, and still there long after it should have: nobody is there to end it. */
  private boolean abandoned(GenericKubernetesResource pod) {
    String until = pod.getMetadata().getDeletionTimestamp();
    return until != null && !clock.instant().isBefore(Instant.parse(until).plus(NODE_SILENCE));
  }

  private static CompletableFuture<ServerReport> now(ServerReport report) {
    return CompletableFuture.completedFuture(report);
  }

  private ServerReport report(
      Cluster cluster, GenericKubernetesResource pod, AgentApi.Status status) {
    if (!status.listening()) {
      return new ServerReport.Starting("");
    }
    return new ServerReport.Listening(
        new ServerAddress(host(ip(pod)), ServerPod.CONNECT_PORT),
        // A pod's address is of no use to people's browsers.
        null,
        status.executors(),
        status.settled(cluster.shape().resources().executor().instances()),
        recipe.outdated(pod.getMetadata(), cluster.sparkVersion()),
        status.usage());
  }

  private static ServerReport silent(Cluster cluster, Throwable failure) {
    return cluster.state() instanceof ClusterState.Starting
        ? new ServerReport.Starting("its agent does not answer yet")
        : new ServerReport.Unknown(String.valueOf(failure.getMessage()));
  }

  private String cause(Cluster cluster, GenericKubernetesResource pod, Observation seen) {
    boolean asked = ServerStopping.askedAt(pod).isPresent();
    String detail = asked ? "" : seen.detail();
    return ServerRef.of(cluster)
        .map(ref -> ServerEnd.cause(logs, ref.handle(), detail))
        .orElse(detail);
  }

  /** The agent in a pod; empty while the pod has no address. */
  static Optional<AgentApi.Agent> agent(GenericKubernetesResource pod, Cluster cluster) {
    String ip = ip(pod);
    return ip.isEmpty()
        ? Optional.empty()
        : Optional.of(AgentApi.at(ip, ServerPod.AGENT_PORT, cluster.server().token()));
  }

  private static String ip(GenericKubernetesResource pod) {
    return Reading.text(pod, "status", "podIP");
  }

  /** As it stands in an address with a port. */
  private static String host(String ip) {
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }
}
