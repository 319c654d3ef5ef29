package io.switchyard.app;

import io.switchyard.adapters.callbacks.HttpCallbackSender;
import io.switchyard.adapters.connect.SparkConnectProbe;
import io.switchyard.adapters.connect.SparkConnectSessions;
import io.switchyard.adapters.jdbi.JdbiStore;
import io.switchyard.adapters.k8s.K8sBackend;
import io.switchyard.adapters.k8s.K8sConfig;
import io.switchyard.adapters.logs.LogFolderConfig;
import io.switchyard.adapters.logs.LogFolderStore;
import io.switchyard.adapters.standalone.StandaloneBackend;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens the adapters that this application is made with. */
final class AdapterOpening {

  /** A server that is up answers in milliseconds; its first call takes a second or two. */
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

  private AdapterOpening() {}

  /**
   * Opens them all and registers them to be closed. Blocks for the store.
   *
   * @throws StartRefused if something is in the way that a person can mend
   * @throws io.switchyard.ports.TargetFailure if a store cannot be opened
   */
  static Adapters open(Config config, Closing closing) {
    InstantSource clock = InstantSource.system();
    JdbiStore store = closing.add(JdbiStore.open(config.store()));
    LogFolderStore logs =
        LogFolderStore.open(new LogFolderConfig(config.logs().folderIn(config.stateDir())));
    HttpCallbackSender callbacks =
        closing.add(
            HttpCallbackSender.open(config.callbacks().sender(config.http().publicUrl()), clock));
    List<Backend> backends = new ArrayList<>();
    @Nullable EmrOpening emr = null;
    StandaloneConfigs standalone = new StandaloneConfigs(config, BundledEtl.find(config.coreEtl()));
    for (BackendConfig backend : config.backends()) {
      try {
        KubernetesConfig kubernetes = backend.kubernetes();
        if (kubernetes != null) {
          backends.add(kubernetes(config, backend, kubernetes, clock, closing));
        } else if (backend.emr() == null) {
          backends.add(
              closing.add(StandaloneBackend.open(standalone.of(backend), clock)).backend());
        } else {
          emr = emr == null ? new EmrOpening(config, clock, closing) : emr;
          backends.add(emr.open(backend));
        }
      } catch (IllegalStateException | InvalidValue e) {
        throw new StartRefused("Backend " + backend.id() + " cannot be opened: " + e.getMessage());
      }
    }
    return new Adapters(
        store.jobs(),
        store.executions(),
        store.admissions(),
        store.events(),
        store.history(),
        store.logCaptures(),
        store.watches(),
        logs,
        store.callbacks(),
        callbacks,
        store.clusters(),
        store.clusterEvents(),
        store.endedServers(),
        new SparkConnectProbe(() -> UUID.randomUUID().toString(), PROBE_LIMIT),
        store.sessions(),
        store.sessionWork(),
        new SparkConnectSessions(PROBE_LIMIT),
        store::answers,
        new Backends(backends),
        store.backendStates(),
        clock);
  }

  /** Apart, so that no class of its client is loaded where there is no such backend. */
  private static Backend kubernetes(
      Config config,
      BackendConfig backend,
      KubernetesConfig kubernetes,
      InstantSource clock,
      Closing closing) {
    K8sConfig adapter = new KubernetesConfigs(config.coreEtl()).of(backend, kubernetes);
    return closing.add(K8sBackend.open(adapter, clock)).backend();
  }
}
