package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a team's namespace is made of. */
final class NamespaceObjects {

  private static final String NAME = "switchyard";

  private final K8sConfig config;

  NamespaceObjects(K8sConfig config) {
    this.config = config;
  }

  /**
   * All of them, in the order to make them in.
   *
   * @param labels of the execution that it is made for
   */
  List<HasMetadata> of(String namespace, Map<String, String> labels) {
    Map<String, String> kept = new TreeMap<>();
    for (String label :
        List.of(Labels.MANAGED_BY, "switchyard.io/team", "switchyard.io/environment")) {
      kept.put(label, labels.getOrDefault(label, ""));
    }
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(namespace)
            .withLabels(kept)
            .endMetadata()
            .build());
    if (!config.namespaces().quota().isEmpty()) {
      objects.add(quota(namespace, kept));
    }
    objects.add(limits(namespace, kept));
    objects.add(deny(namespace, kept));
    objects.add(among(namespace, kept));
    objects.add(role(namespace, kept));
    objects.add(binding(namespace, kept));
    // Last, since it is what tells that all of it is there.
    objects.add(
        new ServiceAccountBuilder()
            .withMetadata(meta(config.profile().serviceAccount(), namespace, kept))
            .build());
    return objects;
  }

  private static ObjectMeta meta(String name, String namespace, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(labels)
        .build();
  }

  private ResourceQuota quota(String namespace, Map<String, String> labels) {
    Map<String, Quantity> hard = new TreeMap<>();
    config.namespaces().quota().forEach((what, most) -> hard.put(what, new Quantity(most)));
    return new ResourceQuotaBuilder()
        .withMetadata(meta(NAME, namespace, labels))
        .withNewSpec()
        .withHard(hard)
        .endSpec()
        .build();
  }

  /** For containers that say nothing, which a quota would refuse. */
  private static LimitRange limits(String namespace, Map<String, String> labels) {
    return new LimitRangeBuilder()
        .withMetadata(meta(NAME, namespace, labels))
        .withNewSpec()
        .addNewLimit()
        .withType("Container")
        .addToDefaultRequest("cpu", new Quantity("1"))
        .addToDefaultRequest("memory", new Quantity("1Gi"))
        .addToDefault("memory", new Quantity("1Gi"))
        .endLimit()
        .endSpec()
        .build();
  }

  private static NetworkPolicy deny(String namespace, Map<String, String> labels) {
    return new NetworkPolicyBuilder()
        .withMetadata(meta("default-deny", namespace, labels))
        .withNewSpec()
        .withNewPodSelector()
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .endSpec()
        .build();
  }

  /** Drivers and executors talk to one another. */
  private static NetworkPolicy among(String namespace, Map<String, String> labels) {
    Map<String, String> ours = Map.of(Labels.MANAGED_BY, Labels.SWITCHYARD);
    return new NetworkPolicyBuilder()
        .withMetadata(meta("spark", namespace, labels))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(ours)
        // Those have policies of their own, which admit fewer.
        .addNewMatchExpression()
        .withKey(Labels.ROLE)
        .withOperator("NotIn")
        .withValues(Labels.SERVER)
        .endMatchExpression()
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withNewPodSelector()
        .withMatchLabels(ours)
        .endPodSelector()
        .endFrom()
        .endIngress()
        .endSpec()
        .build();
  }

  private static Role role(String namespace, Map<String, String> labels) {
    return new RoleBuilder()
        .withMetadata(meta("spark-driver", namespace, labels))
        .withRules(
            rule("pods"), rule("services"), rule("configmaps"), rule("persistentvolumeclaims"))
        .build();
  }

  private static PolicyRule rule(String resources) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources(resources)
        .withVerbs(
            "create", "get", "list", "watch", "update", "patch", "delete", "deletecollection")
        .build();
  }

  private RoleBinding binding(String namespace, Map<String, String> labels) {
    return new RoleBindingBuilder()
        .withMetadata(meta("spark-driver", namespace, labels))
        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "spark-driver")
        .addNewSubject()
        .withKind("ServiceAccount")
        .withName(config.profile().serviceAccount())
        .withNamespace(namespace)
        .endSubject()
        .build();
  }
}
