package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A real API server without nodes, and one node that is played here: it serves logs, and lets go of
 * pods that are told to end.
 */
final class RealSite implements Site {

  static final String KUBECONFIG = "SWITCHYARD_IT_KUBECONFIG";

  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final Kubelet kubelet;
  private final KubernetesClient client = open();
  private final SharedIndexInformer<Pod> pods;
  private final String node;

  /**
   * @param temp for the node's certificate
   */
  RealSite(Path temp) {
    try {
      kubelet = Kubelet.start(temp, this::log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node = "node-" + kubelet.port();
    client.resource(made()).create();
    client
        .nodes()
        .withName(node)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), listening());
    pods = client.pods().inAnyNamespace().withField("spec.nodeName", node).inform(letGo());
  }

  private static KubernetesClient open() {
    Config config = Config.fromKubeconfig(new File(System.getenv(KUBECONFIG)));
    return new KubernetesClientBuilder().withConfig(KubeClients.patient(config)).build();
  }

  private Node made() {
    return new NodeBuilder().withNewMetadata().withName(node).endMetadata().build();
  }

  private String listening() {
    return """
    {"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],
    "daemonEndpoints":{"kubeletEndpoint":{"Port":%d}}}}\
    """
        .formatted(kubelet.port());
  }

  private ResourceEventHandler<Pod> letGo() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Pod pod) {
        onUpdate(pod, pod);
      }

      @Override
      public void onUpdate(Pod before, Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
          client.resource(pod).withGracePeriod(0).delete();
        }
      }

      @Override
      public void onDelete(Pod pod, boolean unknown) {
        // It is gone.
      }
    };
  }

  private byte[] log(String namespaceAndPod) {
    return logs.getOrDefault(namespaceAndPod, "").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public KubernetesClient connect() {
    return open();
  }

  @Override
  public void print(String namespace, String pod, String text) {
    logs.merge(namespace + "/" + pod, text, String::concat);
  }

  @Override
  public void schedule(String namespace, String pod) {
    Binding binding =
        new BindingBuilder()
            .withNewMetadata()
            .withName(pod)
            .withNamespace(namespace)
            .endMetadata()
            .withNewTarget()
            .withApiVersion("v1")
            .withKind("Node")
            .withName(node)
            .endTarget()
            .build();
    client.bindings().inNamespace(namespace).resource(binding).create();
  }

  /** Nobody counts. */
  @Override
  public int looks() {
    return 0;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public void close() {
    pods.close();
    client
        .pods()
        .inAnyNamespace()
        .withField("spec.nodeName", node)
        .list()
        .getItems()
        .forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
    client.nodes().withName(node).delete();
    client.close();
    kubelet.close();
  }
}
