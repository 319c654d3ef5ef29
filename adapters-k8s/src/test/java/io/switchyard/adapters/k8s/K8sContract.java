package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncherContract;
import io.switchyard.ports.placement.Backend;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The port's contract, on some API server with some way of starting drivers. */
abstract class K8sContract extends JobLauncherContract {

  private static final String NAMESPACE = "sjns-feateng-dev";

  private Site site;
  private KubernetesClient client;
  private K8sBackend backend;
  private Operator operator;

  protected abstract Mode mode();

  protected abstract Site site();

  @BeforeEach
  void open() {
    site = site();
    client = site.connect();
    operator = new Operator(mode(), site, client);
    K8sConfig config =
        Examples.config(mode(), new Namespaces(true, Map.of()), new Profile(Examples.IMAGES));
    backend = K8sBackend.of(new Kube(site.connect()), config, InstantSource.system());
  }

  @AfterEach
  void close() {
    backend.close();
    client.close();
    site.close();
  }

  @Override
  protected Backend backend() {
    return backend.backend();
  }

  @Override
  protected JobRequest succeeding() {
    return Examples.etl();
  }

  @Override
  protected JobRequest failing() {
    return Examples.etl();
  }

  @Override
  protected JobRequest endless() {
    return Examples.python();
  }

  @Override
  protected JobRequest impossible() {
    JobSpec spec = Examples.python().spec();
    return Examples.request(spec, new SparkVersion("9.9"), Resources.DEFAULT, SparkSettings.NONE);
  }

  @Override
  protected int driversOf(Execution execution) {
    return operator.driversOf(NAMESPACE, execution.id());
  }

  @Override
  protected abstract JobIds ids();

  @Override
  protected void settle(Execution execution, Phase phase) {
    operator.settle(NAMESPACE, execution.id(), phase);
  }
}
