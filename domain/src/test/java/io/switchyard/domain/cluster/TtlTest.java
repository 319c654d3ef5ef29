package io.switchyard.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TtlTest {

  @ParameterizedTest
  @CsvSource({
    "90m,5400,90m",
    "24h,86400,1d",
    "7d,604800,7d",
    "PT36H,129600,36h",
    "60s,60,1m",
    "P2D,172800,2d",
    "PT1M30S,90,90s"
  })
  void lengths_are_read_and_shown(String text, long seconds, String shown) {
    Ttl ttl = Ttl.parse(text);
    assertThat(ttl.duration()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(ttl.toString()).isEqualTo(shown);
    assertThat(Ttl.parse(shown)).isEqualTo(ttl);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "persistent"})
  void no_end_is_said_in_two_ways(String text) {
    assertThat(Ttl.parse(text)).isEqualTo(Ttl.PERSISTENT);
    assertThat(Ttl.PERSISTENT.toString()).isEqualTo("persistent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1h",
        "7 days",
        "0m",
        "59s",
        "1w",
        "P-1D",
        "pt1h",
        "P",
        "PT",
        "PT0.5S",
        "forever",
        "999999999d",
        " 1h",
        "1h ",
        "1.5h",
        "PT99999999999999999999H"
      })
  void what_is_no_length_of_time_is_refused_with_its_value(String text) {
    assertThatThrownBy(() -> Ttl.parse(text))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.violation().value()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "persistent", "-1h"})
  void an_extension_is_a_length(String text) {
    assertThatThrownBy(() -> Ttl.lengthReader().read(text)).isInstanceOf(InvalidValue.class);
  }
}
