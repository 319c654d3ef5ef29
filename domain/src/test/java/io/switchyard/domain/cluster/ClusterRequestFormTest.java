package io.switchyard.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ClusterRequestFormTest {

  private static final Map<String, Object> CUSTOM =
      Map.of(
          "driver_cores", 2,
          "driver_memory", "4g",
          "executor_instances", 3,
          "executor_cores", 1,
          "executor_memory", "2g");

  private static Map<String, Object> curl() {
    return new HashMap<>(
        Map.of(
            "team", "feature-engineering",
            "environment", "prod",
            "region", "eu-west-1",
            "size", "medium",
            "catalogs", List.of("pedregal", "feature_store"),
            "ttl", "7d"));
  }

  @Test
  void the_documented_request_is_read() {
    ClusterRequest request = ClusterRequestForm.read(curl(), "anna");
    assertThat(request.shape().cores()).isEqualTo(44);
    assertThat(request.shape().memoryMebibytes()).isEqualTo(176 * 1024);
    assertThat(request.user()).isEqualTo("anna");
    assertThat(request.ttl()).isEqualTo(Ttl.parse("7d"));
  }

  @Test
  void what_is_written_is_read_as_it_was() {
    Map<String, Object> tree = curl();
    tree.remove("size");
    tree.putAll(
        Map.of(
            "name", "adhoc",
            "custom_resources", CUSTOM,
            "preferred_backend", "emr",
            "spark_version", "3.5",
            "requester_email", "anna@example.com",
            "idempotency_key", "k",
            "spark_config", Map.of("spark.sql.ansi.enabled", "true")));
    ClusterRequest request = ClusterRequestForm.read(tree, "anna");
    assertThat(ClusterRequestForm.read(ClusterRequestForm.write(request), "x")).isEqualTo(request);
    ClusterRequest sized = ClusterRequestForm.read(curl(), "anna");
    assertThat(ClusterRequestForm.read(ClusterRequestForm.write(sized), "x")).isEqualTo(sized);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("ttl", "-1h", "ttl"),
        Arguments.of("ttl", "7 days", "ttl"),
        Arguments.of("ttl", 7, "ttl"),
        Arguments.of("custom_resources", CUSTOM, "custom_resources"),
        Arguments.of("size", "huge", "size"),
        Arguments.of("size", null, "size"),
        Arguments.of("environment", "production", "environment"),
        Arguments.of("environment", "PROD", "environment"),
        Arguments.of("region", "", "region"),
        Arguments.of("team", "a-dev", "team"),
        Arguments.of("name", "Adhoc", "name"),
        Arguments.of("name", "a.b", "name"),
        Arguments.of("catalogs", List.of("a b"), "catalogs"),
        Arguments.of("catalogs", List.of("a", "a"), "catalogs"),
        Arguments.of("preferred_backend", "k8s", "preferred_backend"),
        Arguments.of("requester_email", "anna", "requester_email"),
        Arguments.of("sizes", "small", "sizes"),
        Arguments.of("spark_config", Map.of("spark.master", "x"), "spark_config.spark.master"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_refused_by_its_field(String key, Object value, String field) {
    Map<String, Object> tree = curl();
    tree.put(key, value);
    assertThatThrownBy(() -> ClusterRequestForm.read(tree, "anna"))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e -> {
              assertThat(e.violations()).hasSize(1);
              assertThat(e.violations().get(0).field()).isEqualTo(field);
            });
  }
}
