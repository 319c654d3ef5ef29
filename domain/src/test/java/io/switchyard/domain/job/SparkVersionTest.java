package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SparkVersionTest {

  private static final List<SparkVersion> OFFERED =
      List.of(
          new SparkVersion("4.1.9"),
          new SparkVersion("4.1.10"),
          new SparkVersion("3.5.7"),
          new SparkVersion("4.0.1"));

  @Test
  void a_line_means_its_newest_release_by_number_not_by_text() {
    assertThat(new SparkVersion("4.1").newestOf(OFFERED)).contains(new SparkVersion("4.1.10"));
  }

  @Test
  void a_release_means_itself() {
    assertThat(new SparkVersion("4.1.9").newestOf(OFFERED)).contains(new SparkVersion("4.1.9"));
    assertThat(new SparkVersion("4.1.1").newestOf(OFFERED)).isEmpty();
  }

  @Test
  void a_line_that_is_not_offered_means_nothing() {
    assertThat(new SparkVersion("4.2").newestOf(OFFERED)).isEmpty();
    assertThat(new SparkVersion("3.50").newestOf(OFFERED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "latest", "4.1.", "4.1.2.3", "v4.1", "4.1-SNAPSHOT", "4.1 "})
  void these_are_not_versions(String text) {
    assertThatThrownBy(() -> new SparkVersion(text)).isInstanceOf(InvalidValue.class);
  }
}
