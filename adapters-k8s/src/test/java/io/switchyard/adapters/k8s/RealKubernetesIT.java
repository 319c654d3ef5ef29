package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a real API server with its controllers does, and the one in memory does not. */
@EnabledIfEnvironmentVariable(named = RealSite.KUBECONFIG, matches = ".+")
final class RealKubernetesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KubernetesClient client = connect("");
  private final List<K8sBackend> opened = new ArrayList<>();
  private final String team =
      "t" + Long.toString(FreshIds.IDS.nextJob().hashCode() & 0xffffffffL, 36);
  private final String namespace = "sjns-" + team + "-dev";

  /**
   * @param user to act as; empty for the administrator
   */
  private static KubernetesClient connect(String user) {
    Config config = Config.fromKubeconfig(new File(System.getenv(RealSite.KUBECONFIG)));
    if (!user.isEmpty()) {
      config.setImpersonateUsername(user);
    }
    return new KubernetesClientBuilder().withConfig(KubeClients.patient(config)).build();
  }

  private K8sBackend open(Mode mode, KubernetesClient as, Map<String, String> quota) {
    K8sConfig config =
        Examples.config(mode, new Namespaces(true, quota), new Profile(Examples.IMAGES));
    K8sBackend backend = K8sBackend.of(new Kube(as), config, InstantSource.system());
    opened.add(backend);
    return backend;
  }

  @AfterEach
  void close() {
    client.namespaces().withName(namespace).delete();
    opened.forEach(K8sBackend::close);
    client.close();
  }

  private Execution execution(JobRequest request) {
    return JobExamples.job(request, FreshIds.IDS, Instant.now()).current();
  }

  private List<HasMetadata> objectsOf(Execution execution) {
    List<HasMetadata> all = new ArrayList<>();
    Map<String, String> labels = Map.of(Labels.EXECUTION, execution.id().value());
    all.addAll(client.pods().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(client.services().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(client.secrets().inNamespace(namespace).withLabels(labels).list().getItems());
    all.addAll(client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems());
    for (Mode mode : List.of(Mode.APACHE_OPERATOR, Mode.KUBEFLOW_OPERATOR)) {
      all.addAll(
          client
              .genericKubernetesResources(Way.of(mode).kind())
              .inNamespace(namespace)
              .withLabels(labels)
              .list()
              .getItems());
    }
    return all;
  }

  @Test
  void one_delete_removes_all_that_was_made_for_an_execution() {
    JobRequest request = Examples.ofTeam(team);
    for (Mode mode : Mode.values()) {
      Execution execution = execution(request);
      open(mode, connect(""), Map.of()).backend().jobs().launch(execution, request);
      assertThat(objectsOf(execution)).hasSize(mode == Mode.DRIVER_POD ? 4 : 3);
      client.configMaps().inNamespace(namespace).withName(execution.id().value()).delete();
      Eventually.get(PATIENCE, () -> List.of(objectsOf(execution).size()), left -> left.equals(0));
    }
  }

  @Test
  void a_pod_that_is_made_after_its_execution_was_forbidden_is_removed_by_kubernetes() {
    JobRequest request = Examples.ofTeam(team);
    Execution execution = execution(request);
    K8sBackend backend = open(Mode.DRIVER_POD, connect(""), Map.of());
    BackendHandle handle = backend.backend().jobs().launch(execution, request);
    String name = DriverRef.of(handle).orElseThrow().name();
    Pod seen = client.pods().inNamespace(namespace).withName(name).get();
    client.resource(seen).withGracePeriod(0).delete();
    assertThat(backend.backend().jobs().forbid(execution, request)).isEmpty();

    Pod late =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(seen.getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder(seen.getMetadata().getOwnerReferences().get(0)).build())
            .endMetadata()
            .withSpec(seen.getSpec())
            .editSpec()
            .withNodeName(null)
            .endSpec()
            .build();
    client.resource(late).create();
    Eventually.get(
        PATIENCE,
        () ->
            client.pods().inNamespace(namespace).list().getItems().isEmpty()
                ? List.of(true)
                : List.of(false),
        gone -> gone);
  }

  @Test
  void a_quota_without_room_makes_a_job_wait() {
    JobRequest request = Examples.ofTeam(team);
    K8sBackend backend = open(Mode.DRIVER_POD, connect(""), Map.of("pods", "1"));
    Eventually.get(
        PATIENCE,
        () -> {
          try {
            backend.backend().jobs().launch(execution(request), request);
            return List.of(true);
          } catch (TargetFailure failure) {
            // Not counted yet.
            assertThat(failure.kind()).isEqualTo(Kind.FULL);
            return List.of(false);
          }
        },
        launched -> launched);
    Execution second = execution(request);
    TargetFailure full = failure(backend, second, request);
    assertThat(full.kind()).isEqualTo(Kind.FULL);
    assertThat(full.outcomeKnown()).isTrue();
    assertThat(full).hasMessageContaining("exceeded quota: switchyard");
  }

  @Test
  void what_our_account_may_not_do_is_named() {
    JobRequest request = Examples.ofTeam(team);
    K8sBackend nobody = open(Mode.KUBEFLOW_OPERATOR, connect("nobody-" + team), Map.of());
    TargetFailure failure = failure(nobody, execution(request), request);
    assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining("may not get namespaces in " + namespace)
        .hasMessageContaining("cannot get resource \"namespaces\"");
  }

  private static TargetFailure failure(
      K8sBackend backend, Execution execution, JobRequest request) {
    try {
      backend.backend().jobs().launch(execution, request);
    } catch (TargetFailure failure) {
      return failure;
    }
    throw new AssertionError("it was launched");
  }
}
