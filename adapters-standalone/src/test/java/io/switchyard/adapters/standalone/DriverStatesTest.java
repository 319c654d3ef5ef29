package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.Observation.Phase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DriverStatesTest {

  @ParameterizedTest
  @CsvSource({
    "SUBMITTED, WAITING",
    "RELAUNCHING, WAITING",
    "RUNNING, RUNNING",
    "FINISHED, SUCCEEDED",
    "FAILED, FAILED",
    "KILLED, KILLED",
    "UNKNOWN, UNKNOWN",
    "PAUSED, UNKNOWN",
    "'', UNKNOWN",
  })
  void words_are_translated(String word, Phase phase) {
    assertThat(DriverStates.phase(word)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "'', false, false, NEVER_STARTED",
    "'', false, true, LOST",
    "'', true, false, LOST",
    "'', true, true, LOST",
    "no such file, true, true, FAILED",
    "no such file, false, false, FAILED",
  })
  void errors_are_told_apart(String exception, boolean worker, boolean ran, Phase phase) {
    assertThat(DriverStates.error(exception, worker, ran).phase()).isEqualTo(phase);
  }
}
