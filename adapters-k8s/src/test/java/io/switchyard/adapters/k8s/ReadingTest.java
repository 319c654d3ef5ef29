package io.switchyard.adapters.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadingTest {

  @ParameterizedTest
  @CsvSource({
    "'', WAITING",
    "SUBMITTED, WAITING",
    "PENDING_RERUN, WAITING",
    "RUNNING, RUNNING",
    "SUCCEEDING, RUNNING",
    "COMPLETED, SUCCEEDED",
    "FAILED, FAILED",
    "SUBMISSION_FAILED, NEVER_STARTED",
    "UNKNOWN, UNKNOWN",
    "REINCARNATING, UNKNOWN"
  })
  void kubeflows_words_are_translated(String word, Phase phase) {
    String status = "applicationState: {state: '%s', errorMessage: 'why'}".formatted(word);
    assertThat(read(Mode.KUBEFLOW_OPERATOR, status).phase()).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "'', WAITING",
    "Submitted, WAITING",
    "DriverRequested, WAITING",
    "DriverStarted, RUNNING",
    "RunningHealthy, RUNNING",
    "RunningWithPartialCapacity, RUNNING",
    "Succeeded, SUCCEEDED",
    "Failed, FAILED",
    "DriverEvicted, LOST",
    "SchedulingFailure, NEVER_STARTED",
    "DriverStartTimedOut, NEVER_STARTED",
    "Hibernating, UNKNOWN"
  })
  void apaches_words_are_translated(String word, Phase phase) {
    String status = "currentState: {currentStateSummary: '%s', message: why}".formatted(word);
    assertThat(read(Mode.APACHE_OPERATOR, status).phase()).isEqualTo(phase);
  }

  @Test
  void how_an_apache_application_ended_is_known_after_its_resources_are_gone() {
    assertThat(released("Succeeded")).isEqualTo(Phase.SUCCEEDED);
    assertThat(released("Failed")).isEqualTo(Phase.FAILED);
    assertThat(read(Mode.APACHE_OPERATOR, "currentState: {currentStateSummary: ResourceReleased}"))
        .isEqualTo(new Observation(Phase.UNKNOWN, "the operator says ResourceReleased"));
  }

  private static Phase released(String end) {
    String status =
        """
        currentState: {currentStateSummary: ResourceReleased}
        stateTransitionHistory:
          '9': {currentStateSummary: RunningHealthy}
          '10': {currentStateSummary: %s}
          '11': {currentStateSummary: ResourceReleased}
        """
            .formatted(end);
    return read(Mode.APACHE_OPERATOR, status).phase();
  }

  @Test
  void a_pod_that_was_killed_for_its_memory_says_so() {
    Observation seen =
        read(
            Mode.DRIVER_POD,
            """
            phase: Failed
            containerStatuses:
            - name: sidecar
              state: {terminated: {exitCode: 0}}
            - name: spark-kubernetes-driver
              state: {terminated: {exitCode: 137, reason: OOMKilled}}
            """);
    assertThat(seen)
        .isEqualTo(new Observation(Phase.FAILED, "the driver ended with exit code 137: OOMKilled"));
  }

  @Test
  void a_pod_that_its_node_gave_up_is_lost() {
    assertThat(read(Mode.DRIVER_POD, "{phase: Failed, reason: Evicted, message: disk is full}"))
        .isEqualTo(new Observation(Phase.LOST, "Evicted: disk is full"));
    assertThat(
            read(
                    Mode.DRIVER_POD,
                    "{phase: Failed, conditions: [{type: DisruptionTarget, status: 'True'}]}")
                .phase())
        .isEqualTo(Phase.LOST);
  }

  @Test
  void a_pod_that_waits_says_what_for() {
    assertThat(
            read(
                Mode.DRIVER_POD,
                """
                phase: Pending
                conditions:
                - {type: PodScheduled, status: 'False', reason: Unschedulable, message: no nodes}
                """))
        .isEqualTo(new Observation(Phase.WAITING, "Unschedulable: no nodes"));
    assertThat(
            read(
                Mode.DRIVER_POD,
                """
                phase: Pending
                containerStatuses:
                - name: spark-kubernetes-driver
                  state: {waiting: {reason: ImagePullBackOff, message: no such image}}
                """))
        .isEqualTo(new Observation(Phase.WAITING, "ImagePullBackOff: no such image"));
  }

  @Test
  void a_pods_unknown_phase_changes_nothing() {
    assertThat(read(Mode.DRIVER_POD, "{phase: Unknown}"))
        .isEqualTo(new Observation(Phase.UNKNOWN, "Kubernetes says Unknown"));
  }

  private static Observation read(Mode mode, String status) {
    String indented = status.indent(2);
    GenericKubernetesResource object =
        new KubernetesSerialization()
            .unmarshal(
                "metadata: {name: a}\nstatus:\n" + indented, GenericKubernetesResource.class);
    return Way.of(mode).read(object).observation();
  }
}
