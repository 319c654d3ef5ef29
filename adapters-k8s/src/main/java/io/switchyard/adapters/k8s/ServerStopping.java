package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Ends the pods of servers so that their logs stay, if there may be any. */
final class ServerStopping {

  /** On a pod: when its end was first asked for, in seconds since 1970. */
  private static final String STOPPED_AT = "switchyard.io/stopped-at";

  /** How long a node is given to end a pod before the pod is deleted. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Kube kube;
  private final Claims claims;

  ServerStopping(Kube kube, Claims claims) {
    this.kube = kube;
    this.claims = claims;
  }

  Optional<GenericKubernetesResource> pod(DriverRef ref) {
    return kube.find(DriverPod.KIND, ref.namespace(), ref.name());
  }

  /** Asks for the end of a server; one that has ended or is not there is left alone. */
  void stop(DriverRef ref, Instant now) {
    pod(ref)
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> !PodReading.of(pod).observation().ended())
        .ifPresent(pod -> stop(ref, pod, now));
  }

  private void stop(DriverRef ref, GenericKubernetesResource pod, Instant now) {
    // First, so that its end is known for what it is; without a claim it just vanishes.
    claims.find(ref).ifPresent(claim -> claims.close(ref));
    Optional<Instant> asked = askedAt(pod);
    if (Reading.text(pod, "spec", "nodeName").isEmpty()
        || asked.filter(at -> !now.isBefore(at.plus(PATIENCE))).isPresent()) {
      kube.delete(DriverPod.KIND, ref.namespace(), ref.name());
    } else if (asked.isEmpty()) {
      // Its node ends it like one whose time is over: unlike one that is deleted, it keeps its log.
      kube.patch(
          DriverPod.KIND,
          ref.namespace(),
          ref.name(),
          "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}},\"spec\":{\"activeDeadlineSeconds\":1}}"
              .formatted(STOPPED_AT, now.getEpochSecond()));
    }
  }

  /** When the end of a pod was first asked for; empty if it was not. */
  static Optional<Instant> askedAt(GenericKubernetesResource pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return Optional.ofNullable(labels == null ? null : labels.get(STOPPED_AT))
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
  }
}
