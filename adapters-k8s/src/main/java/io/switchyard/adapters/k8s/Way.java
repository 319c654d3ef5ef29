package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import java.util.List;
import java.util.Map;

/**
 * One way of having a driver started: what objects to make, and how to read what became of them.
 */
interface Way {

  static Way of(Mode mode) {
    return switch (mode) {
      case APACHE_OPERATOR -> new ApacheOperator();
      case KUBEFLOW_OPERATOR -> new KubeflowOperator();
      case DRIVER_POD -> new DriverPod();
    };
  }

  /** What kind of object stands for a driver. */
  ResourceDefinitionContext kind();

  /** What labels those objects have beside those of the backend. */
  default Map<String, String> labels() {
    return Map.of();
  }

  /** What goes into the config map beside the claim, by file name. */
  Map<String, String> files(DriverSpec spec);

  /** What has to be there before the driver, owned by {@code owner}. */
  List<HasMetadata> before(DriverSpec spec, OwnerReference owner);

  /** What had better stand beside it, on API servers that know such things. */
  default List<HasMetadata> guards(DriverSpec spec, OwnerReference owner) {
    return List.of();
  }

  /** The object that stands for the driver, named by the execution's id. */
  HasMetadata driver(DriverSpec spec, OwnerReference owner);

  /** What such an object says of its driver. */
  Reading read(GenericKubernetesResource driver);
}
