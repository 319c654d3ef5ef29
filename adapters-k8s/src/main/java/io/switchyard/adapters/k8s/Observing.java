package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.switchyard.adapters.k8s.Claims.Claim;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.placement.BackendId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Kubernetes says of drivers. */
final class Observing {

  private static final Logger LOG = LoggerFactory.getLogger(Observing.class);

  private final Kube kube;
  private final Way way;
  private final Claims claims;
  private final BackendId backend;
  private final Set<String> unknownWords = ConcurrentHashMap.newKeySet();

  Observing(Kube kube, Way way, Claims claims, BackendId backend) {
    this.kube = kube;
    this.way = way;
    this.claims = claims;
    this.backend = backend;
  }

  /** Of all drivers in one list; those that there is no record of are absent. */
  Map<BackendHandle, Observation> observe(Set<BackendHandle> handles) {
    if (handles.isEmpty()) {
      return Map.of();
    }
    Map<BackendHandle, Observation> seen = new HashMap<>();
    Map<String, String> labels = new HashMap<>(Labels.ofBackend(backend));
    labels.putAll(way.labels());
    for (GenericKubernetesResource object : kube.list(way.kind(), labels)) {
      BackendHandle handle = handle(object.getMetadata());
      if (handles.contains(handle)) {
        seen.put(handle, observation(object));
      }
    }
    Set<BackendHandle> absent = new HashSet<>(handles);
    absent.removeAll(seen.keySet());
    if (!absent.isEmpty()) {
      seen.putAll(stopped(absent));
    }
    return seen;
  }

  private static BackendHandle handle(ObjectMeta meta) {
    return new BackendHandle(meta.getNamespace() + "/" + meta.getName());
  }

  private Observation observation(GenericKubernetesResource object) {
    Reading reading = way.read(object);
    Observation seen = reading.observation();
    if (seen.phase() == Phase.UNKNOWN && unknownWords.add(reading.word())) {
      LOG.atWarn()
          .addKeyValue("backend", backend)
          .addKeyValue("kind", way.kind().getPlural())
          .addKeyValue("driver_state", reading.word())
          .log("a driver state that is not known here");
    }
    boolean deleted = object.getMetadata().getDeletionTimestamp() != null;
    // One that is told to end often ends badly.
    return deleted && seen.phase() == Phase.FAILED
        ? new Observation(Phase.KILLED, seen.detail())
        : seen;
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
}
