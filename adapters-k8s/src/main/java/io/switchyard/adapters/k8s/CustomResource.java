package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;

/** Makes the objects that operators act on. */
final class CustomResource {

  private CustomResource() {}

  static GenericKubernetesResource of(
      ResourceDefinitionContext kind,
      DriverSpec spec,
      OwnerReference owner,
      Map<String, Object> application) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(kind.getGroup() + "/" + kind.getVersion())
        .withKind(kind.getKind())
        .withNewMetadata()
        .withName(spec.identity().name())
        .withNamespace(spec.identity().namespace())
        .withLabels(spec.identity().labels())
        .withAnnotations(spec.identity().annotations())
        .withOwnerReferences(owner)
        .endMetadata()
        .addToAdditionalProperties("spec", application)
        .build();
  }
}
