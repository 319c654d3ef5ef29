package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryTest {

  @ParameterizedTest
  @CsvSource({
    "1m,1",
    "512m,512",
    "4g,4096",
    "4G,4096",
    "4gb,4096",
    "1t,1048576",
    "1048576k,1024",
    "2048k,2"
  })
  void these_are_amounts(String text, long mebibytes) {
    assertThat(Memory.parse(text).mebibytes()).isEqualTo(mebibytes);
    assertThat(Memory.parse(Memory.parse(text).toString())).isEqualTo(Memory.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8q",
        "",
        "g",
        "-4g",
        "4.5g",
        "4 g",
        "1024",
        "0m",
        "1k",
        "5t",
        "999999999t",
        "17179869185t"
      })
  void these_are_not(String text) {
    assertThatThrownBy(() -> Memory.parse(text)).isInstanceOf(InvalidValue.class);
  }
}
