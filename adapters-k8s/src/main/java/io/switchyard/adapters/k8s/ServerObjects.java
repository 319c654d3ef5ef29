package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.switchyard.adapters.k8s.K8sConfig.Addresses;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.adapters.k8s.K8sConfig.Peer;
import io.switchyard.adapters.k8s.K8sConfig.Peers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands around the pod of a server. */
final class ServerObjects {

  private final List<Peer> callers;

  ServerObjects(Clusters clusters) {
    this.callers = clusters.callers();
  }

  private static ObjectMeta meta(DriverSpec spec, OwnerReference owner) {
    return new ObjectMetaBuilder()
        .withName(spec.identity().name())
        .withNamespace(spec.identity().namespace())
        .withLabels(spec.identity().labels())
        .withOwnerReferences(owner)
        .build();
  }

  private static Map<String, String> pods(DriverSpec spec, String role) {
    return new TreeMap<>(Map.of(Labels.EXECUTION, spec.identity().name(), Labels.ROLE, role));
  }

  /** Gives the server a name that its executors find it by. */
  Service service(DriverSpec spec, OwnerReference owner) {
    return DriverPod.service(
        spec,
        owner,
        Labels.SERVER,
        List.of(
            DriverPod.port("connect", ServerPod.CONNECT_PORT),
            DriverPod.port("agent", ServerPod.AGENT_PORT)));
  }

  /** Admits those who call servers, to what they call, and the server's own executors. */
  NetworkPolicy policy(DriverSpec spec, OwnerReference owner) {
    return new NetworkPolicyBuilder()
        .withMetadata(meta(spec, owner))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(pods(spec, Labels.SERVER))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withNewPodSelector()
        .withMatchLabels(pods(spec, Labels.EXECUTOR))
        .endPodSelector()
        .endFrom()
        .endIngress()
        .addNewIngress()
        .withFrom(callers.stream().map(ServerObjects::peer).toList())
        .withPorts(port(ServerPod.CONNECT_PORT), port(ServerPod.AGENT_PORT))
        .endIngress()
        .endSpec()
        .build();
  }

  private static NetworkPolicyPeer peer(Peer caller) {
    if (caller instanceof Addresses addresses) {
      return new NetworkPolicyPeerBuilder()
          .withNewIpBlock()
          .withCidr(addresses.cidr())
          .endIpBlock()
          .build();
    }
    Peers pods = (Peers) caller;
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .withMatchLabels(pods.namespace())
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(pods.pods())
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyPort port(int number) {
    return new NetworkPolicyPortBuilder()
        .withProtocol("TCP")
        .withPort(new IntOrString(number))
        .build();
  }

  /** Nodes that are emptied wait for the cluster's end. */
  PodDisruptionBudget budget(DriverSpec spec, OwnerReference owner) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(meta(spec, owner))
        .withNewSpec()
        .withMinAvailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(pods(spec, Labels.SERVER))
        .endSelector()
        .endSpec()
        .build();
  }
}
