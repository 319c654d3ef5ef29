package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobLauncher;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the drivers of jobs on Kubernetes. */
final class K8sLauncher implements JobLauncher, AutoCloseable {

  private final Kube kube;
  private final K8sConfig config;
  private final Way way;
  private final Describing describing;
  private final Claims claims;
  private final TeamNamespaces namespaces;
  private final DriverLaunching launching;
  private final Observing observing;
  private final Sweeping sweeping;
  private final InstantSource clock;

  K8sLauncher(Kube kube, K8sConfig config, InstantSource clock) {
    this.kube = kube;
    this.config = config;
    this.way = Way.of(config.mode());
    this.describing = new Describing(config);
    this.claims = new Claims(kube, config.id(), Labels.CLAIM);
    this.namespaces = new TeamNamespaces(kube, config, clock);
    this.launching = new DriverLaunching(kube, way, claims, config.profile().ttl());
    this.observing =
        new Observing(kube, way, claims, config.id(), clock, config.client().staleAfter());
    this.sweeping = new Sweeping(kube, way, claims, config.profile().ttl());
    this.clock = clock;
  }

  @Override
  public Fit fit(JobRequest request) {
    try {
      describing.check(request);
      return new Fit.Runs(describing.image(request).version(), List.of());
    } catch (InvalidInput e) {
      return new Fit.Refuses(e.violations());
    }
  }

  @Override
  public BackendHandle launch(Execution execution, JobRequest request) {
    DriverSpec spec = spec(execution, request);
    namespaces.require(spec.identity().namespace(), spec.identity().labels());
    launching.launch(spec, since(execution), clock.instant());
    return ref(execution, request).handle();
  }

  private DriverSpec spec(Execution execution, JobRequest request) {
    try {
      return describing.describe(execution, request);
    } catch (InvalidInput e) {
      String why =
          e.violations().stream().map(Violation::sentence).collect(Collectors.joining("; "));
      throw TargetFailure.withoutEffect(Kind.REJECTED, why, e);
    }
  }

  private static @Nullable Instant since(Execution execution) {
    return execution.state() instanceof ExecutionState.Launching launching
        ? launching.since()
        : null;
  }

  private DriverRef ref(Execution execution, JobRequest request) {
    return new DriverRef(describing.namespace(request), execution.id());
  }

  @Override
  public Optional<BackendHandle> find(Execution execution, JobRequest request) {
    DriverRef ref = ref(execution, request);
    return launching.find(ref) ? Optional.of(ref.handle()) : Optional.empty();
  }

  @Override
  public Optional<BackendHandle> forbid(Execution execution, JobRequest request) {
    DriverRef ref = ref(execution, request);
    if (!namespaces.settled(ref.namespace(), Labels.of(execution, request, config))) {
      return Optional.empty();
    }
    return launching.forbid(ref) ? Optional.of(ref.handle()) : Optional.empty();
  }

  @Override
  public Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    Map<BackendHandle, Observation> seen = observing.observe(handles);
    sweeping.now(handles, clock.instant());
    return seen;
  }

  @Override
  public void onChange(Runnable changed) {
    observing.onChange(changed);
  }

  /** Empty: a pod's address is of no use to people's browsers. */
  @Override
  public Optional<URI> ui(Execution execution) {
    return Optional.empty();
  }

  @Override
  public void stop(BackendHandle handle) {
    DriverRef ref = DriverRef.of(handle).orElse(null);
    if (ref == null) {
      return;
    }
    Optional<GenericKubernetesResource> driver = kube.find(way.kind(), ref.namespace(), ref.name());
    if (driver.isPresent() && goesOn(driver.get())) {
      // First, so that its end is known for what it is; without a claim it just vanishes.
      claims.find(ref).ifPresent(claim -> claims.stop(ref));
      kube.delete(way.kind(), ref.namespace(), ref.name());
    }
  }

  private boolean goesOn(GenericKubernetesResource driver) {
    return driver.getMetadata().getDeletionTimestamp() == null
        && !way.read(driver).observation().ended();
  }

  @Override
  public void close() {
    observing.close();
  }
}
