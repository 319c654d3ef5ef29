package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that the namespace of a team has what drivers need, or says what is missing. */
final class TeamNamespaces {

  private static final ResourceDefinitionContext NAMESPACE =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Namespace")
          .withPlural("namespaces")
          .withNamespaced(false)
          .build();
  private static final ResourceDefinitionContext SERVICE_ACCOUNT =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("ServiceAccount")
          .withPlural("serviceaccounts")
          .withNamespaced(true)
          .build();

  /** How long what was there is taken to be there. */
  private static final Duration TRUST = Duration.ofMinutes(5);

  private final Kube kube;
  private final K8sConfig config;
  private final InstantSource clock;
  private final Map<String, Instant> complete = new ConcurrentHashMap<>();

  TeamNamespaces(Kube kube, K8sConfig config, InstantSource clock) {
    this.kube = kube;
    this.config = config;
    this.clock = clock;
  }

  /** The namespace of a team. */
  static String name(Team team, K8sConfig config) {
    return "sjns-" + team.name() + "-" + config.environment().word();
  }

  /** Whether the namespace is there to be written to; one that may be made is made. */
  boolean settled(String namespace, Map<String, String> labels) {
    if (config.namespaces().create()) {
      require(namespace, labels);
      return true;
    }
    return complete.containsKey(namespace)
        || kube.find(NAMESPACE, namespace, namespace).isPresent();
  }

  /**
   * Sees to it that a namespace has all that drivers need.
   *
   * @param labels of the execution that it is for
   * @throws TargetFailure {@code REJECTED} with what is missing, if it must not be made here
   */
  void require(String namespace, Map<String, String> labels) {
    Instant now = clock.instant();
    Instant seen = complete.get(namespace);
    if (seen != null && now.isBefore(seen.plus(TRUST))) {
      return;
    }
    complete.remove(namespace);
    try {
      check(namespace, labels);
    } catch (TargetFailure failure) {
      throw KubeFailures.harmless(failure);
    }
    complete.put(namespace, now);
  }

  private void check(String namespace, Map<String, String> labels) {
    List<String> missing = missing(namespace);
    if (missing.isEmpty()) {
      return;
    }
    if (!config.namespaces().create()) {
      throw TargetFailure.withoutEffect(
          Kind.REJECTED,
          "this backend's cluster has no "
              + String.join(" and no ", missing)
              + "; have an administrator make it, or set namespaces.create");
    }
    for (HasMetadata object : new NamespaceObjects(config).of(namespace, labels)) {
      kube.create(ResourceDefinitionContext.fromResourceType(object.getClass()), object);
    }
  }

  private List<String> missing(String namespace) {
    if (kube.find(NAMESPACE, namespace, namespace).isEmpty()) {
      return List.of("namespace " + namespace);
    }
    List<String> missing = new ArrayList<>();
    String account = config.profile().serviceAccount();
    if (kube.find(SERVICE_ACCOUNT, namespace, account).isEmpty()) {
      missing.add("service account " + account + " in namespace " + namespace);
    }
    return missing;
  }
}
