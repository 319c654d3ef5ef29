package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.agentclient.AgentApi;
import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.cluster.ClusterRequest;
import io.switchyard.domain.cluster.ClusterShape;
import io.switchyard.domain.cluster.ClusterState;
import io.switchyard.domain.cluster.ServerReport;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.cluster.ClusterLauncher;
import io.switchyard.ports.cluster.ServerSettings;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLogs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the servers of clusters as pods. */
final class K8sClusters implements ClusterLauncher {

  private final ServerDescribing describing;
  private final TeamNamespaces namespaces;
  private final DriverLaunching launching;
  private final ServerObserving observing;
  private final ServerStopping stopping;
  private final Sweeping sweeping;
  private final AgentApi agents = new AgentApi();
  private final InstantSource clock;

  /**
   * @param logs also of servers
   */
  K8sClusters(Kube kube, K8sConfig config, Clusters clusters, JobLogs logs, InstantSource clock) {
    Way way = new ServerPod(clusters);
    Claims claims = new Claims(kube, config.id(), Labels.SERVER_CLAIM);
    this.describing = new ServerDescribing(config);
    this.namespaces = new TeamNamespaces(kube, config, clock);
    this.launching = new DriverLaunching(kube, way, claims, config.profile().ttl());
    this.observing = new ServerObserving(kube, claims, config, agents, logs, clock);
    this.stopping = new ServerStopping(kube, claims);
    this.sweeping = new Sweeping(kube, way, claims, config.profile().ttl());
    this.clock = clock;
  }

  @Override
  public Fit fit(ClusterRequest request) {
    try {
      return new Fit.Runs(describing.image(request).version(), List.of());
    } catch (InvalidInput e) {
      return new Fit.Refuses(e.violations());
    }
  }

  @Override
  public BackendHandle provision(Cluster cluster, ServerSettings settings) {
    DriverSpec spec = spec(cluster, settings);
    namespaces.require(spec.identity().namespace(), spec.identity().labels());
    launching.launch(spec, since(cluster), clock.instant());
    return handle(cluster);
  }

  private DriverSpec spec(Cluster cluster, ServerSettings settings) {
    try {
      return describing.describe(cluster, settings);
    } catch (InvalidInput e) {
      String why =
          e.violations().stream().map(Violation::sentence).collect(Collectors.joining("; "));
      throw TargetFailure.withoutEffect(Kind.REJECTED, why, e);
    }
  }

  private static @Nullable Instant since(Cluster cluster) {
    return cluster.state() instanceof ClusterState.Launching launching ? launching.since() : null;
  }

  private BackendHandle handle(Cluster cluster) {
    return new ServerRef(describing.ref(cluster)).handle();
  }

  @Override
  public Optional<BackendHandle> find(Cluster cluster) {
    return launching.find(describing.ref(cluster))
        ? Optional.of(handle(cluster))
        : Optional.empty();
  }

  @Override
  public Optional<BackendHandle> forbid(Cluster cluster) {
    DriverRef ref = describing.ref(cluster);
    if (!namespaces.settled(ref.namespace(), describing.labels(cluster))) {
      return Optional.empty();
    }
    return launching.forbid(ref) ? Optional.of(handle(cluster)) : Optional.empty();
  }

  @Override
  public Map<ClusterId, ServerReport> observe(Collection<Cluster> clusters) {
    Map<ClusterId, ServerReport> seen = observing.observe(clusters);
    Set<BackendHandle> watched =
        clusters.stream()
            .flatMap(cluster -> ServerRef.of(cluster).stream())
            .map(ref -> ref.at().handle())
            .collect(Collectors.toSet());
    sweeping.now(watched, clock.instant());
    return seen;
  }

  /** Pods cannot change, but executors come and go. */
  @Override
  public boolean scalesLive(Cluster cluster, ClusterShape shape) {
    return cluster.shape().differsOnlyInExecutors(shape);
  }

  @Override
  public void scale(Cluster cluster) {
    agents.scale(agent(cluster), cluster.shape().resources().executor().instances());
  }

  @Override
  public Set<ServerSession> busySessions(Cluster cluster) {
    return agents.busySessions(agent(cluster));
  }

  private AgentApi.Agent agent(Cluster cluster) {
    Optional<GenericKubernetesResource> pod =
        ServerRef.of(cluster).flatMap(ref -> stopping.pod(ref.at()));
    return pod.flatMap(found -> ServerObserving.agent(found, cluster))
        .orElseThrow(
            () ->
                TargetFailure.withoutEffect(
                    Kind.UNREACHABLE, "the pod of the server has no address"));
  }

  @Override
  public void terminate(BackendHandle handle) {
    ServerRef.of(handle).ifPresent(ref -> stopping.stop(ref.at(), clock.instant()));
  }
}
