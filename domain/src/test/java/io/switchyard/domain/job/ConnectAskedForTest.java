package io.switchyard.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a job asks for Spark Connect in its driver. */
final class ConnectAskedForTest {

  private static final String PLUGIN = "org.apache.spark.sql.connect.SparkConnectPlugin";

  private static JobRequest read(Map<String, Object> more) {
    Map<String, Object> config = new java.util.HashMap<>(more);
    config.put("custom_jar", Map.of("jar_path", "/jars/app.jar", "main_class", "com.acme.Main"));
    return JobRequestForm.read(
        Map.of("name", "nightly", "team", "data-infra", "config", config), "anna");
  }

  @Test
  void it_is_asked_for_in_a_word_or_as_spark_has_it_and_both_are_the_same() {
    JobRequest word = read(Map.of("connect", true));
    JobRequest spark = read(Map.of("spark_config", Map.of("spark.plugins", PLUGIN)));
    assertThat(word.settings().connect()).isTrue();
    assertThat(word).isEqualTo(spark);
    assertThat(JobRequestForm.read(JobRequestForm.write(word), "anna")).isEqualTo(word);
    assertThat(JobRequestForm.write(word).get("config").toString()).contains("connect=true");
  }

  @Test
  void without_asking_there_is_none() {
    JobRequest plain = read(Map.of());
    assertThat(plain.settings().connect()).isFalse();
    assertThat(plain).isEqualTo(read(Map.of("connect", false)));
    assertThat(JobRequestForm.write(plain).get("config").toString()).doesNotContain("connect");
    assertThatThrownBy(() -> read(Map.of("connect", "yes"))).hasMessageContaining("connect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.Plugin | com.acme.Plugin," + PLUGIN,
        "com.acme.Plugin, " + PLUGIN + " | com.acme.Plugin, " + PLUGIN,
        "'' | " + PLUGIN,
      })
  void other_plugins_stay(String before, String after) {
    JobRequest asked =
        read(Map.of("connect", true, "spark_config", Map.of("spark.plugins", before)));
    assertThat(asked.settings().conf()).containsEntry("spark.plugins", after);
  }

  @Test
  void the_server_of_a_driver_hides_its_token_and_has_an_address_of_spark_connect() {
    String token = "token-of-32-characters-0123456789";
    var server = new DriverConnect(token, URI.create("sc://127.0.0.1:4711"));
    assertThat(server.toString()).doesNotContain(token).contains("4711");
    for (String wrong : new String[] {"http://127.0.0.1:1", "sc://127.0.0.1", "sc:nowhere"}) {
      assertThatThrownBy(() -> new DriverConnect(token, URI.create(wrong)))
          .hasMessageContaining(wrong);
    }
  }
}
