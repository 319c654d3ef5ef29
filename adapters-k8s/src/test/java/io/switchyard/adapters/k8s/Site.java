package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;

/** An API server for tests, and what a kubelet would do about logs. */
interface Site extends AutoCloseable {

  /** Another connection, to be closed by whoever asked for it. */
  KubernetesClient connect();

  /** What a pod's container has printed. */
  void print(String namespace, String pod, String text);

  /** The node that pods run on; empty if nobody asks. */
  String node();

  /** Gives a pod to the node. */
  void schedule(String namespace, String pod);

  /** How often somebody asked for lists of pods, if anybody counts. */
  int looks();

  @Override
  void close();
}
