package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Observation.Phase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Does to drivers what an operator, a scheduler and a kubelet would. */
final class Operator {

  private final Mode mode;
  private final Site site;
  private final KubernetesClient client;
  private final Map<String, Set<String>> seen = new HashMap<>();

  Operator(Mode mode, Site site, KubernetesClient client) {
    this.mode = mode;
    this.site = site;
    this.client = client;
  }

  /** How many drivers there were of an execution, as far as was looked. */
  int driversOf(String namespace, ExecutionId execution) {
    Set<String> uids = seen.computeIfAbsent(execution.value(), e -> new HashSet<>());
    GenericKubernetesResource driver = driver(namespace, execution.value());
    if (driver != null) {
      uids.add(driver.getMetadata().getUid());
    }
    return uids.size();
  }

  private GenericKubernetesResource driver(String namespace, String name) {
    return client
        .genericKubernetesResources(Way.of(mode).kind())
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  /** Brings a driver into a phase. */
  void settle(String namespace, ExecutionId execution, Phase phase) {
    driversOf(namespace, execution);
    String pod = mode == Mode.DRIVER_POD ? execution.value() : madePod(namespace, execution);
    if (mode == Mode.DRIVER_POD && !site.node().isEmpty()) {
      bind(namespace, pod);
    }
    if (phase == Phase.SUCCEEDED) {
      site.print(namespace, pod, "hello from the driver\n");
    } else if (phase == Phase.FAILED) {
      site.print(namespace, pod, "[switchyard] failed planned failure\n");
    }
    podStatus(namespace, pod, podStatus(phase));
    if (mode != Mode.DRIVER_POD) {
      status(namespace, execution, applicationStatus(phase));
    }
  }

  /** Writes the status of the object that stands for a driver. */
  void status(String namespace, ExecutionId execution, String status) {
    var kind = Way.of(mode).kind();
    client
        .genericKubernetesResources(kind)
        .inNamespace(namespace)
        .withName(execution.value())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  private void podStatus(String namespace, String name, String status) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  private String madePod(String namespace, ExecutionId execution) {
    String name = execution + (mode == Mode.APACHE_OPERATOR ? "-0-driver" : "");
    if (client.pods().inNamespace(namespace).withName(name).get() != null) {
      return name;
    }
    GenericKubernetesResource application = driver(namespace, execution.value());
    Object template =
        mode == Mode.APACHE_OPERATOR
            ? application.get("spec", "driverSpec", "podTemplateSpec")
            : application.get("spec", "driver", "template");
    PodTemplateSpec spec =
        new KubernetesSerialization().convertValue(template, PodTemplateSpec.class);
    Pod pod =
        new PodBuilder()
            .withMetadata(spec.getMetadata())
            .editMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addNewOwnerReference()
            .withApiVersion(application.getApiVersion())
            .withKind(application.getKind())
            .withName(application.getMetadata().getName())
            .withUid(application.getMetadata().getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .endOwnerReference()
            .endMetadata()
            .withSpec(spec.getSpec())
            .editSpec()
            .withNodeName(site.node().isEmpty() ? null : site.node())
            .editFirstContainer()
            .withImage("spark")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    return name;
  }

  private void bind(String namespace, String pod) {
    if (client.pods().inNamespace(namespace).withName(pod).get().getSpec().getNodeName() == null) {
      site.schedule(namespace, pod);
    }
  }

  private static String podStatus(Phase phase) {
    return switch (phase) {
      case RUNNING -> "{\"status\":{\"phase\":\"Running\"}}";
      case SUCCEEDED -> "{\"status\":{\"phase\":\"Succeeded\"}}";
      case FAILED ->
          """
          {"status":{"phase":"Failed","containerStatuses":[{"name":"spark-kubernetes-driver",
          "image":"spark","imageID":"","ready":false,"restartCount":0,
          "state":{"terminated":{"exitCode":1,"reason":"Error"}}}]}}\
          """;
      default -> throw new IllegalArgumentException("" + phase);
    };
  }

  private String applicationStatus(Phase phase) {
    if (mode == Mode.KUBEFLOW_OPERATOR) {
      String word =
          switch (phase) {
            case RUNNING -> "RUNNING";
            case SUCCEEDED -> "COMPLETED";
            case FAILED -> "FAILED";
            default -> throw new IllegalArgumentException("" + phase);
          };
      return "{\"status\":{\"driverInfo\":{},\"applicationState\":{\"state\":\"" + word + "\"}}}";
    }
    String word =
        switch (phase) {
          case RUNNING -> "RunningHealthy";
          case SUCCEEDED -> "Succeeded";
          case FAILED -> "Failed";
          default -> throw new IllegalArgumentException("" + phase);
        };
    return "{\"status\":{\"currentState\":{\"currentStateSummary\":\"" + word + "\"}}}";
  }
}
