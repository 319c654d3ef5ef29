package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.domain.job.Observation.Phase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a driver's pod says. */
final class PodReading {

  /** The node went away, or wanted its room back. */
  private static final Set<String> LOST =
      Set.of(
          "Evicted",
          "NodeLost",
          "NodeShutdown",
          "Shutdown",
          "Terminated",
          "Preempting",
          "Preempted",
          "UnexpectedAdmissionError",
          "NodeAffinity",
          "OutOfcpu",
          "OutOfmemory",
          "OutOfpods");

  private PodReading() {}

  static Reading of(GenericKubernetesResource pod) {
    String word = Reading.text(pod, "status", "phase");
    Object container = container(pod);
    return switch (word) {
      case "", "Pending" -> Reading.of(word, Phase.WAITING, waiting(pod, container));
      case "Running" -> Reading.of(word, Phase.RUNNING, "");
      case "Succeeded" -> Reading.of(word, Phase.SUCCEEDED, "");
      case "Failed" -> failed(pod, container);
      default -> Reading.unknown("Kubernetes", word);
    };
  }

  private static Reading failed(GenericKubernetesResource pod, @Nullable Object container) {
    String reason = Reading.text(pod, "status", "reason");
    String message = Reading.text(pod, "status", "message");
    Object terminated = Reading.field(Reading.field(container, "state"), "terminated");
    if (LOST.contains(reason) || disrupted(pod)) {
      return Reading.of("Failed", Phase.LOST, join(reason, message));
    }
    String exit = Reading.text(Reading.field(terminated, "exitCode"));
    String how = Reading.text(Reading.field(terminated, "reason"));
    String detail = exit.isEmpty() ? "" : "the driver ended with exit code " + exit;
    String why = how.equals("Error") ? "" : how;
    return Reading.of("Failed", Phase.FAILED, join(join(detail, why), join(reason, message)));
  }

  /** Kubernetes ended it for its own reasons. */
  private static boolean disrupted(GenericKubernetesResource pod) {
    return condition(pod, "DisruptionTarget") != null;
  }

  private static @Nullable Object condition(GenericKubernetesResource pod, String type) {
    if (pod.get("status", "conditions") instanceof List<?> conditions) {
      for (Object condition : conditions) {
        if (type.equals(Reading.field(condition, "type"))
            && "True".equals(Reading.field(condition, "status"))) {
          return condition;
        }
      }
    }
    return null;
  }

  /** Why it does not run yet: no node, no image, no secret. */
  private static String waiting(GenericKubernetesResource pod, @Nullable Object container) {
    Object waiting = Reading.field(Reading.field(container, "state"), "waiting");
    if (waiting != null) {
      return join(
          Reading.text(Reading.field(waiting, "reason")),
          Reading.text(Reading.field(waiting, "message")));
    }
    if (pod.get("status", "conditions") instanceof List<?> conditions) {
      for (Object condition : conditions) {
        if ("PodScheduled".equals(Reading.field(condition, "type"))
            && "False".equals(Reading.field(condition, "status"))) {
          return join(
              Reading.text(Reading.field(condition, "reason")),
              Reading.text(Reading.field(condition, "message")));
        }
      }
    }
    return "";
  }

  private static @Nullable Object container(GenericKubernetesResource pod) {
    if (pod.get("status", "containerStatuses") instanceof List<?> statuses) {
      for (Object status : statuses) {
        if (status instanceof Map<?, ?> map
            && DriverPods.DRIVER_CONTAINER.equals(map.get("name"))) {
          return status;
        }
      }
    }
    return null;
  }

  /** When a pod's driver ended, or an operator's object last changed; long ago if nothing tells. */
  static Instant endedAt(GenericKubernetesResource object) {
    Object terminated = Reading.field(Reading.field(container(object), "state"), "terminated");
    for (String said :
        List.of(
            Reading.text(Reading.field(terminated, "finishedAt")),
            Reading.text(object, "status", "terminationTime"),
            Reading.text(object, "status", "currentState", "lastTransitionTime"),
            Reading.text(object.getMetadata().getCreationTimestamp()))) {
      if (!said.isEmpty()) {
        return OffsetDateTime.parse(said).toInstant();
      }
    }
    return Instant.MIN;
  }

  private static String join(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + ": " + other;
  }
}
