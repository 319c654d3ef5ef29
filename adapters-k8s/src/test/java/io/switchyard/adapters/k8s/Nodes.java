package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.switchyard.agentclient.ScriptedAgent;
import io.switchyard.domain.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The nodes that servers of clusters run on: each server has an address of its own on this machine,
 * and a scripted agent there.
 */
final class Nodes implements AutoCloseable {

  private final Site site;
  private final KubernetesClient client;
  private final String namespace;
  private final SharedIndexInformer<Pod> pods;
  private final List<ScriptedAgent> agents = new ArrayList<>();
  private final Map<String, Set<String>> seen = new HashMap<>();

  Nodes(Site site, KubernetesClient client, String namespace) {
    this.site = site;
    this.client = client;
    this.namespace = namespace;
    this.pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(Labels.ROLE, Labels.SERVER)
            .inform(new Deadlines());
  }

  /** What a kubelet does to pods that may run no longer. */
  private final class Deadlines implements ResourceEventHandler<Pod> {

    @Override
    public void onAdd(Pod pod) {
      onUpdate(pod, pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      boolean runs = pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
      if (runs && pod.getSpec().getActiveDeadlineSeconds() != null) {
        status(
            pod.getMetadata().getName(),
            "{\"status\":{\"phase\":\"Failed\",\"reason\":\"DeadlineExceeded\"}}");
      }
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
      // It is gone.
    }
  }

  /** How many pods there were of the cluster's current server, as far as was looked. */
  int serversOf(Cluster cluster) {
    String name = cluster.server().id().value();
    Set<String> uids = seen.computeIfAbsent(name, n -> new HashSet<>());
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    if (pod != null) {
      uids.add(pod.getMetadata().getUid());
    }
    return uids.size();
  }

  /** Runs the cluster's server, with as many executors as its settings say. */
  ScriptedAgent listens(Cluster cluster) {
    serversOf(cluster);
    String name = cluster.server().id().value();
    site.schedule(namespace, name);
    ScriptedAgent agent = agent(cluster, executors(name));
    agents.add(agent);
    status(name, "{\"status\":{\"phase\":\"Running\",\"podIP\":\"" + agent.address() + "\"}}");
    return agent;
  }

  private int executors(String name) {
    String conf =
        client
            .configMaps()
            .inNamespace(namespace)
            .withName(name)
            .get()
            .getData()
            .get("spark.properties");
    return conf.lines()
        .filter(line -> line.startsWith("spark.switchyard.executors="))
        .map(line -> Integer.parseInt(line.substring(line.indexOf('=') + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Every address that begins with 127 is this machine's. */
  private static ScriptedAgent agent(Cluster cluster, int executors) {
    for (int attempt = 0; ; attempt++) {
      ThreadLocalRandom dice = ThreadLocalRandom.current();
      String ip =
          "127.%d.%d.%d".formatted(dice.nextInt(1, 255), dice.nextInt(255), dice.nextInt(1, 255));
      try {
        return new ScriptedAgent(
            cluster.server().token(), new InetSocketAddress(ip, ServerPod.AGENT_PORT), executors);
      } catch (IOException e) {
        if (attempt == 10) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  void dies(Cluster cluster) {
    status(
        cluster.server().id().value(),
        """
        {"status":{"phase":"Failed","containerStatuses":[{"name":"spark-kubernetes-driver",
        "image":"spark","imageID":"","ready":false,"restartCount":0,
        "state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}}\
        """);
  }

  void status(String name, String status) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  @Override
  public void close() {
    pods.close();
    agents.forEach(ScriptedAgent::close);
  }
}
