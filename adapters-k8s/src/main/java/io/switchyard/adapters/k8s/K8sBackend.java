package io.switchyard.adapters.k8s;

import io.switchyard.ports.placement.Backend;
import java.time.InstantSource;

/**
 * A backend that runs jobs on Kubernetes. Safe for use by several threads; any number of processes
 * may share one cluster and one name.
 */
public final class K8sBackend implements AutoCloseable {

  private final Kube kube;
  private final K8sLauncher launcher;
  private final Backend backend;

  private K8sBackend(Kube kube, K8sConfig config, InstantSource clock) {
    this.kube = kube;
    this.launcher = new K8sLauncher(kube, config, clock);
    EveryLog logs = new EveryLog(kube);
    this.backend =
        new Backend(
            config.id(),
            config.place(),
            launcher,
            logs,
            config.clusters() == null
                ? null
                : new K8sClusters(kube, config, config.clusters(), logs, clock));
  }

  /**
   * Opens the backend; asks the API server nothing yet.
   *
   * @throws IllegalStateException with a sentence for people if there is no such access from here
   * @throws io.switchyard.domain.input.InvalidValue if a pod template is none
   */
  public static K8sBackend open(K8sConfig config, InstantSource clock) {
    return of(new Kube(KubeClients.open(config.access()), config.client()), config, clock);
  }

  static K8sBackend of(Kube kube, K8sConfig config, InstantSource clock) {
    return new K8sBackend(kube, config, clock);
  }

  /** The backend as use cases see it. */
  public Backend backend() {
    return backend;
  }

  /** Closes connections; drivers go on. */
  @Override
  public void close() {
    launcher.close();
    kube.close();
  }
}
