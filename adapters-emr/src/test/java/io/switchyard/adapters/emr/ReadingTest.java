package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.emr.model.ClusterState;
import software.amazon.awssdk.services.emr.model.ClusterStateChangeReasonCode;
import software.amazon.awssdk.services.emr.model.ClusterStatus;
import software.amazon.awssdk.services.emr.model.StepState;
import software.amazon.awssdk.services.emr.model.StepStatus;

/** Every word of EMR's, as the SDK knows them. */
final class ReadingTest {

  @ParameterizedTest
  @CsvSource({
    "PENDING, false, WAITING",
    "CANCEL_PENDING, false, WAITING",
    "CANCEL_PENDING, true, RUNNING",
    "RUNNING, true, RUNNING",
    "COMPLETED, true, SUCCEEDED",
    "CANCELLED, true, KILLED",
    "CANCELLED, false, NEVER_STARTED",
    "FAILED, true, FAILED",
    "FAILED, false, FAILED",
    "INTERRUPTED, true, LOST",
    "SUSPENDED, true, UNKNOWN"
  })
  void a_step_is_read(String state, boolean begun, Phase phase) {
    assertThat(step(state, begun, "").phase()).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cluster terminated.|LOST",
        "Job flow shut down|LOST",
        "Step was interrupted: the cluster was terminated by a Spot interruption|LOST",
        "The primary node was terminated|LOST",
        "Unknown Error.|FAILED",
        "Main Class not found.|FAILED",
        "Exception in thread main|FAILED"
      })
  void what_ended_a_step_is_told_from_what_failed_in_it(String message, Phase phase) {
    assertThat(step("FAILED", true, message)).isEqualTo(new Observation(phase, message));
  }

  @Test
  void a_failures_own_words_are_kept() {
    StepStatus status =
        StepStatus.builder()
            .state("FAILED")
            .stateChangeReason(reason -> reason.message("less"))
            .failureDetails(
                details ->
                    details.reason("Unknown Error.").message("Exit code 75").logFile("s3://x"))
            .build();
    assertThat(StepReading.of(status).detail()).isEqualTo("Unknown Error.: Exit code 75");
  }

  @Test
  void no_state_of_a_step_is_unknown() {
    Arrays.stream(StepState.values())
        .filter(state -> state != StepState.UNKNOWN_TO_SDK_VERSION)
        .forEach(
            state ->
                assertThat(step(state.toString(), true, "").phase()).isNotEqualTo(Phase.UNKNOWN));
  }

  private static Observation step(String state, boolean begun, String message) {
    return StepReading.of(
        StepStatus.builder()
            .state(state)
            .stateChangeReason(reason -> reason.message(message))
            .timeline(times -> times.startDateTime(begun ? Instant.EPOCH : null))
            .build());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "STARTING, -, false, WAITING",
        "BOOTSTRAPPING, -, false, WAITING",
        "RUNNING, -, true, RUNNING",
        "WAITING, -, true, RUNNING",
        "TERMINATING, -, true, RUNNING",
        "TERMINATING, USER_REQUEST, true, RUNNING",
        "TERMINATING, ALL_STEPS_COMPLETED, true, SUCCEEDED",
        "TERMINATING, STEP_FAILURE, true, FAILED",
        "TERMINATED, ALL_STEPS_COMPLETED, true, SUCCEEDED",
        "TERMINATED, USER_REQUEST, true, KILLED",
        "TERMINATED, USER_REQUEST, false, KILLED",
        "TERMINATED, -, true, LOST",
        "TERMINATED, -, false, NEVER_STARTED",
        "TERMINATED_WITH_ERRORS, STEP_FAILURE, true, FAILED",
        "TERMINATED_WITH_ERRORS, BOOTSTRAP_FAILURE, true, NEVER_STARTED",
        "TERMINATED_WITH_ERRORS, VALIDATION_ERROR, false, NEVER_STARTED",
        "TERMINATED_WITH_ERRORS, INSTANCE_FLEET_TIMEOUT, false, NEVER_STARTED",
        "TERMINATED_WITH_ERRORS, INSTANCE_FAILURE, true, LOST",
        "TERMINATED_WITH_ERRORS, INSTANCE_FAILURE, false, NEVER_STARTED",
        "TERMINATED_WITH_ERRORS, INTERNAL_ERROR, true, LOST",
        "TERMINATED_WITH_ERRORS, INTERNAL_ERROR, false, NEVER_STARTED",
        "TERMINATED_WITH_ERRORS, SOMETHING_NEW, true, LOST",
        "HIBERNATING, -, true, UNKNOWN"
      })
  void a_cluster_says_what_became_of_its_step(
      String state, String code, boolean ready, Phase phase) {
    assertThat(cluster(state, code, ready)).isEqualTo(phase);
  }

  @Test
  void no_state_of_a_cluster_is_unknown() {
    for (ClusterState state : ClusterState.knownValues()) {
      for (ClusterStateChangeReasonCode code : ClusterStateChangeReasonCode.knownValues()) {
        assertThat(cluster(state.toString(), code.toString(), true)).isNotEqualTo(Phase.UNKNOWN);
      }
    }
  }

  private static Phase cluster(String state, String code, boolean ready) {
    return ClusterReading.of(
            ClusterStatus.builder()
                .state(state)
                .stateChangeReason(reason -> reason.code(code))
                .timeline(times -> times.readyDateTime(ready ? Instant.EPOCH : null))
                .build())
        .phase();
  }
}
