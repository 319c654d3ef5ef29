package io.switchyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentSettingsTest {

  private static final Map<String, String> LEAST = Map.of("spark.switchyard.folder", "/x/sc-1");

  private static Map<String, String> with(String... more) {
    Map<String, String> conf = new HashMap<>(LEAST);
    for (int i = 0; i < more.length; i += 2) {
      conf.put(more[i], more[i + 1]);
    }
    return conf;
  }

  @Test
  void the_folder_is_enough() {
    assertThat(AgentSettings.of(LEAST))
        .isEqualTo(
            new AgentSettings(Path.of("/x/sc-1"), "127.0.0.1", "127.0.0.1", 0, null, 10_000));
  }

  @Test
  void it_listens_where_the_driver_does_unless_told_otherwise() {
    assertThat(AgentSettings.of(with("spark.driver.host", "10.0.0.7")).host())
        .isEqualTo("10.0.0.7");
    AgentSettings told =
        AgentSettings.of(
            with(
                "spark.driver.host",
                "10.0.0.7",
                "spark.switchyard.agent.host",
                "0.0.0.0",
                "spark.switchyard.agent.port",
                "7001",
                "spark.switchyard.executors",
                "5"));
    assertThat(told)
        .isEqualTo(new AgentSettings(Path.of("/x/sc-1"), "10.0.0.7", "0.0.0.0", 7001, 5, 10_000));
  }

  @ParameterizedTest
  @CsvSource({"8, 4, 2", "9, 4, 2", "3, 4, 0", "100000, 1, 10000"})
  void the_limit_is_what_the_cores_of_the_application_hold(String most, String each, int limit) {
    assertThat(
            AgentSettings.of(with("spark.cores.max", most, "spark.executor.cores", each)).limit())
        .isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.switchyard.folder, ''",
    "spark.switchyard.agent.port, 65536",
    "spark.switchyard.agent.port, -1",
    "spark.switchyard.executors, 10001",
    "spark.switchyard.executors, many"
  })
  void a_wrong_setting_is_named(String key, String value) {
    assertThatThrownBy(() -> AgentSettings.of(with(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }
}
