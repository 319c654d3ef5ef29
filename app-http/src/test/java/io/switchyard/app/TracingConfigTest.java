package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.app.tracing.TracingConfig;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of traces. */
final class TracingConfigTest {

  private static TracingConfig read(Map<String, Object> tracing) {
    return Config.read(Map.of("tracing", tracing)).tracing();
  }

  @Test
  void by_default_there_are_none() {
    assertThat(Config.defaults().tracing()).isEqualTo(TracingConfig.OFF);
    assertThat(TracingConfig.OFF.endpoint()).isNull();
  }

  @Test
  void every_key_is_read_and_headers_are_not_shown() {
    TracingConfig all =
        read(
            Map.of(
                "endpoint",
                "https://collector.example.com:4318/",
                "headers",
                Map.of("x-api-key", "geheim"),
                "service_name",
                "spark-door",
                "sample_ratio",
                0.25));
    assertThat(all)
        .isEqualTo(
            new TracingConfig(
                URI.create("https://collector.example.com:4318"),
                Map.of("x-api-key", "geheim"),
                "spark-door",
                0.25));
    assertThat(all.toString()).doesNotContain("geheim");
  }

  @Test
  void the_variables_of_open_telemetry_count_and_ours_go_first() {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
            "OTEL_SERVICE_NAME", "theirs",
            "OTEL_TRACES_SAMPLER_ARG", "0.5",
            "SWITCHYARD_TRACING_SERVICE_NAME", "ours");
    TracingConfig read = ConfigSources.load(null, environment, null).tracing();
    assertThat(read)
        .isEqualTo(new TracingConfig(URI.create("http://collector:4318"), Map.of(), "ours", 0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, collector:4318, tracing.endpoint",
    "endpoint, grpc://collector:4317, tracing.endpoint",
    "sample_ratio, 1.5, sample_ratio",
    "sample_ratio, often, tracing.sample_ratio",
    "sampel_ratio, 1, sample_ratio",
  })
  void a_mistake_is_told_with_its_place(String key, String value, String place) {
    assertThatThrownBy(() -> read(Map.of(key, value))).hasMessageContaining(place);
  }
}
