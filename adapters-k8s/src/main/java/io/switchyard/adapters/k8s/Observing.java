package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.adapters.k8s.Claims.Claim;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes says of drivers. It is heard and not asked for, but for drivers that nothing was
 * heard of: that one is not there is believed only when the API server says so.
 */
final class Observing implements AutoCloseable {

  /** More than so many are asked for in one list. */
  private static final int SINGLY = 20;

  private final Kube kube;
  private final Way way;
  private final Claims claims;
  private final Map<String, String> labels;
  private final InstantSource clock;
  private final Duration staleAfter;
  private final Drivers drivers;
  private @Nullable Feed feed;
  private boolean closed;

  Observing(
      Kube kube,
      Way way,
      Claims claims,
      BackendId backend,
      InstantSource clock,
      Duration staleAfter) {
    this.kube = kube;
    this.way = way;
    this.claims = claims;
    this.labels = new HashMap<>(Labels.ofBackend(backend));
    labels.putAll(way.labels());
    this.clock = clock;
    this.staleAfter = staleAfter;
    this.drivers = new Drivers(way, backend);
  }

  /** Has it called at every change that is heard of. */
  void onChange(Runnable changed) {
    drivers.onChange(changed);
  }

  /** Of all drivers; those that there is no record of are absent. */
  Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    if (handles.isEmpty()) {
      return Map.of();
    }
    feed().requireFresh();
    Map<BackendHandle, Observation> seen = new HashMap<>();
    Set<BackendHandle> unheard = new HashSet<>();
    for (BackendHandle handle : handles) {
      drivers
          .picture()
          .of(handle.value())
          .ifPresentOrElse(observation -> seen.put(handle, observation), () -> unheard.add(handle));
    }
    if (!unheard.isEmpty()) {
      seen.putAll(asked(unheard));
    }
    return seen;
  }

  /** Nobody is listened to before there is a driver to hear of. */
  private synchronized Feed feed() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (feed == null) {
      feed = new Feed(kube, way.kind(), labels, drivers, clock, staleAfter);
    }
    return feed;
  }

  private Map<BackendHandle, Observation> asked(Set<BackendHandle> unheard) {
    Map<BackendHandle, Observation> seen = new HashMap<>();
    if (unheard.size() > SINGLY) {
      for (GenericKubernetesResource object : kube.listReduced(way.kind(), labels).objects()) {
        BackendHandle handle = new BackendHandle(Drivers.handle(object));
        if (unheard.contains(handle)) {
          seen.put(handle, drivers.observation(object));
        }
      }
    } else {
      for (BackendHandle handle : unheard) {
        find(handle).ifPresent(object -> seen.put(handle, drivers.observation(object)));
      }
    }
    Set<BackendHandle> absent = new HashSet<>(unheard);
    absent.removeAll(seen.keySet());
    if (!absent.isEmpty()) {
      seen.putAll(stopped(absent));
    }
    return seen;
  }

  private Optional<GenericKubernetesResource> find(BackendHandle handle) {
    return DriverRef.of(handle).flatMap(ref -> kube.find(way.kind(), ref.namespace(), ref.name()));
  }

  /** Of drivers that are not there: those that we stopped have left their claim. */
  private Map<BackendHandle, Observation> stopped(Set<BackendHandle> absent) {
    Set<String> stopped = claims.stopped().stream().map(Claim::handle).collect(Collectors.toSet());
    Map<BackendHandle, Observation> seen = new HashMap<>();
    for (BackendHandle handle : absent) {
      if (stopped.contains(handle.value())) {
        seen.put(handle, podLives(handle) ? Observation.of(Phase.RUNNING) : KILLED);
      }
    }
    return seen;
  }

  private static final Observation KILLED = Observation.of(Phase.KILLED);

  /** An operator's object may be gone before the pod that was made for it. */
  private boolean podLives(BackendHandle handle) {
    DriverRef ref = DriverRef.of(handle).orElse(null);
    if (ref == null || way instanceof DriverPod) {
      return false;
    }
    List<GenericKubernetesResource> pods =
        kube.list(
            DriverPod.KIND,
            ref.namespace(),
            Map.of(Labels.EXECUTION, ref.name(), Labels.ROLE, Labels.DRIVER));
    return pods.stream().anyMatch(pod -> !PodReading.of(pod).observation().ended());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (feed != null) {
      feed.close();
    }
  }
}
