package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.switchyard.adapters.k8s.K8sConfig.Client;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.LogStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** All that is done for jobs at an API server, as one account. */
final class Life implements AutoCloseable {

  private static final Duration STALE = Duration.ofSeconds(1);

  private final Mode mode;
  private final KubernetesClient admin;
  private final K8sBackend backend;
  private final Set<String> refused = new LinkedHashSet<>();

  Life(Mode mode, KubernetesClient account, KubernetesClient admin) {
    this.mode = mode;
    this.admin = admin;
    K8sConfig config =
        Examples.config(
            mode,
            new Namespaces(true, Map.of("pods", "500")),
            new Profile(Examples.IMAGES),
            new Client(200, 400, 32, STALE));
    this.backend = K8sBackend.of(new Kube(account), config, InstantSource.system());
  }

  /**
   * @param heard whether to wait until it is sure that changes are heard of
   */
  Set<String> refusals(JobRequest request, Execution one, Execution two, boolean heard) {
    JobLauncher jobs = backend.backend().jobs();
    String namespace = "sjns-" + request.team().name() + "-dev";
    BackendHandle handle = new BackendHandle(namespace + "/" + one.id());
    attempt(() -> launch(jobs, one, request));
    attempt(() -> jobs.launch(one, request));
    attempt(() -> jobs.find(one, request));
    attempt(() -> backend.backend().logs().tail(handle, LogStream.STDOUT, 10));
    attempt(() -> jobs.launch(two, request));
    admin
        .genericKubernetesResources(Way.of(mode).kind())
        .inNamespace(namespace)
        .withName(two.id().value())
        .delete();
    attempt(() -> jobs.forbid(two, request));
    attempt(() -> jobs.stop(handle));
    attempt(() -> jobs.observe(Set.of(handle, new BackendHandle(namespace + "/" + two.id()))));
    if (heard) {
      pause(STALE.plusMillis(500));
      attempt(() -> jobs.observe(Set.of(handle)));
    }
    return refused;
  }

  /** A quota that was just made has not been counted yet. */
  private static void launch(JobLauncher jobs, Execution execution, JobRequest request) {
    for (int i = 0; ; i++) {
      try {
        jobs.launch(execution, request);
        return;
      } catch (TargetFailure failure) {
        if (failure.kind() != Kind.FULL || i > 300) {
          throw failure;
        }
        pause(Duration.ofMillis(200));
      }
    }
  }

  private static void pause(Duration pause) {
    try {
      if (new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (TargetFailure failure) {
      if (failure.kind() == Kind.FORBIDDEN) {
        refused.add(failure.getMessage());
      }
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
