package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.DriverSpec.Identity;
import io.switchyard.domain.input.InvalidValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Templates of the pods of drivers and executors: the backend's own, with our labels, the claim and
 * the input.
 */
final class DriverPods {

  static final String DRIVER_CONTAINER = "spark-kubernetes-driver";
  static final String EXECUTOR_CONTAINER = "spark-kubernetes-executor";
  static final String CLAIM_FOLDER = "/var/run/switchyard/claim";
  static final String CLAIM_VOLUME = "switchyard-claim";
  private static final String INPUT_VOLUME = "switchyard-input";

  private final PodTemplateSpec driver;
  private final PodTemplateSpec executor;

  DriverPods(K8sConfig config) {
    this.driver = read("driver_template", config.profile().pods().driver());
    this.executor = read("executor_template", config.profile().pods().executor());
  }

  private static PodTemplateSpec read(String field, Map<String, Object> written) {
    PodTemplateSpec template;
    try {
      template = new KubernetesSerialization().convertValue(written, PodTemplateSpec.class);
    } catch (IllegalArgumentException e) {
      throw InvalidValue.at(field, "", "is not a pod template: " + e.getMessage(), "");
    }
    Map<String, Object> unknown = new HashMap<>(template.getAdditionalProperties());
    if (template.getSpec() != null) {
      unknown.putAll(template.getSpec().getAdditionalProperties());
    }
    if (!unknown.isEmpty()) {
      throw InvalidValue.at(
          field,
          "" + unknown.keySet().stream().sorted().toList(),
          "is not known to Kubernetes",
          "a pod template has metadata and spec; what pods have is in spec");
    }
    return template;
  }

  /**
   * The driver's. It mounts the claim by name, and the key that only the claim of a launch has, so
   * that no pod of an execution that is forbidden ever starts.
   *
   * @param input the names of the files of the input
   */
  PodTemplateSpec driver(Identity identity, Settings settings, Set<String> input) {
    List<EnvVar> env = new ArrayList<>();
    settings.env().forEach((name, value) -> env.add(new EnvVar(name, value, null)));
    settings.secretEnv().keySet().forEach(name -> env.add(secret(identity, name)));
    if (input.contains(Input.JAVA_OPTIONS)) {
      String file = "@" + Input.path(Input.JAVA_OPTIONS);
      env.add(new EnvVar(Input.JAVA_OPTIONS_VARIABLE, file, null));
    }
    List<Volume> volumes = new ArrayList<>();
    volumes.add(claim(identity));
    ContainerBuilder container =
        new ContainerBuilder(first(driver))
            .withName(DRIVER_CONTAINER)
            .addAllToEnv(env)
            .addNewVolumeMount()
            .withName(CLAIM_VOLUME)
            .withMountPath(CLAIM_FOLDER)
            .withReadOnly(true)
            .endVolumeMount();
    if (!input.isEmpty()) {
      volumes.add(input(identity));
      container
          .addNewVolumeMount()
          .withName(INPUT_VOLUME)
          .withMountPath(Input.FOLDER)
          .withReadOnly(true)
          .endVolumeMount();
    }
    return template(driver, identity, Labels.DRIVER, container.build(), volumes);
  }

  /** The executors'. */
  PodTemplateSpec executor(Identity identity) {
    Container container =
        new ContainerBuilder(first(executor)).withName(EXECUTOR_CONTAINER).build();
    return template(executor, identity, Labels.EXECUTOR, container, List.of());
  }

  private static PodTemplateSpec template(
      PodTemplateSpec given,
      Identity identity,
      String role,
      Container container,
      List<Volume> volumes) {
    List<Container> containers = new ArrayList<>();
    containers.add(container);
    if (given.getSpec() != null && given.getSpec().getContainers().size() > 1) {
      containers.addAll(
          given.getSpec().getContainers().subList(1, given.getSpec().getContainers().size()));
    }
    return new PodTemplateSpecBuilder(given)
        .editOrNewMetadata()
        .addToLabels(identity.labels())
        .addToLabels(Labels.ROLE, role)
        .addToAnnotations(identity.annotations())
        .endMetadata()
        .editOrNewSpec()
        .withContainers(containers)
        .addAllToVolumes(volumes)
        .endSpec()
        .build();
  }

  private static Container first(PodTemplateSpec given) {
    boolean none = given.getSpec() == null || given.getSpec().getContainers().isEmpty();
    return none ? new Container() : given.getSpec().getContainers().get(0);
  }

  private static EnvVar secret(Identity identity, String variable) {
    return new EnvVarBuilder()
        .withName(variable)
        .withNewValueFrom()
        .withNewSecretKeyRef(Settings.key(variable), identity.name(), false)
        .endValueFrom()
        .build();
  }

  private static Volume claim(Identity identity) {
    return new VolumeBuilder()
        .withName(CLAIM_VOLUME)
        .withNewConfigMap()
        .withName(identity.name())
        .addNewItem(Claims.LAUNCH, null, Claims.LAUNCH)
        .endConfigMap()
        .build();
  }

  private static Volume input(Identity identity) {
    return new VolumeBuilder()
        .withName(INPUT_VOLUME)
        .withNewSecret()
        .withSecretName(identity.name())
        .endSecret()
        .build();
  }
}
