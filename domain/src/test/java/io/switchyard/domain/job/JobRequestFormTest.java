package io.switchyard.domain.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JobRequestFormTest {

  private static Map<String, Object> tree() {
    Map<String, Object> jar = new HashMap<>(Map.of("jar_path", "/jars/a.jar", "main_class", "a.B"));
    Map<String, Object> config = new HashMap<>(Map.of("custom_jar", jar));
    return new HashMap<>(Map.of("name", "my-etl-job", "team", "data-infra", "config", config));
  }

  /** The tree with {@code value} at {@code path}; null takes the key away. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> with(String path, @Nullable Object value) {
    Map<String, Object> root = tree();
    List<String> keys = new ArrayList<>(List.of(path.split("/")));
    String last = keys.remove(keys.size() - 1);
    Map<String, Object> at = root;
    for (String key : keys) {
      at = (Map<String, Object>) at.computeIfAbsent(key, k -> new HashMap<String, Object>());
    }
    if (value == null) {
      at.remove(last);
    } else {
      at.put(last, value);
    }
    return root;
  }

  private static List<Violation> violations(Object tree) {
    try {
      JobRequestForm.read(tree, "anna");
      return List.of();
    } catch (InvalidInput e) {
      return e.violations();
    }
  }

  @Test
  void what_is_left_out_has_a_default() {
    JobRequest request = JobRequestForm.read(tree(), "anna");
    assertThat(request.user()).isEqualTo("anna");
    assertThat(request.type()).isEqualTo(JobType.BATCH);
    assertThat(request.sparkVersion()).isNull();
    assertThat(request.resources()).isEqualTo(Resources.DEFAULT);
    assertThat(request.settings()).isEqualTo(SparkSettings.NONE);
    assertThat(request.spec())
        .isEqualTo(new JobSpec.CustomJar(new ArtifactUri("file:/jars/a.jar"), "a.B", List.of()));
  }

  @Test
  void a_full_request_is_written_as_it_was_read() {
    Map<String, Object> tree = with("config/spark_version", "4.1");
    @SuppressWarnings("unchecked")
    Map<String, Object> config = (Map<String, Object>) requireNonNull(tree.get("config"));
    config.remove("custom_jar");
    config.put(
        "pyspark",
        Map.of(
            "script", "s3a://b/x.py", "py_files", List.of("s3a://b/l.zip"), "args", List.of("1")));
    config.put("job_type", "STREAMING");
    config.put("env_vars", Map.of("STAGE", "prod", "N", 3));
    config.put("spark_config", Map.of("spark.sql.shuffle.partitions", 10));
    config.put(
        "resources",
        Map.of(
            "driver", Map.of("cores", 2, "memory", "4g", "memory_overhead", "1g"),
            "executor",
                Map.of(
                    "cores",
                    4,
                    "memory",
                    "8g",
                    "dynamic_allocation",
                    true,
                    "min_executors",
                    1,
                    "max_executors",
                    5)));
    tree.put("idempotency_key", "run-2026-01-01");
    tree.put("user", "boris@example.org");
    tree.put("callback_url", "https://hooks.example.com/x?token=t");
    tree.put("timeout_seconds", 3600);
    tree.put("queue_timeout_seconds", 60);
    tree.put(
        "retry",
        Map.of("max_attempts", 4, "on", List.of("OUT_OF_MEMORY"), "raise_memory_to", "16g"));
    JobRequest request = JobRequestForm.read(tree, "anna");
    assertThat(request.user()).isEqualTo("boris@example.org");
    assertThat(request.resources().executor().dynamicAllocation())
        .isEqualTo(new DynamicAllocation(1, 5));
    assertThat(request.settings().env()).containsEntry("N", "3");
    assertThat(JobRequestForm.read(JobRequestForm.write(request), "x")).isEqualTo(request);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(with("name", null), "name"),
        Arguments.of(with("name", 7), "name"),
        Arguments.of(with("name", " x"), "name"),
        Arguments.of(with("team", "Data-Infra"), "team"),
        Arguments.of(with("nmae", "x"), "nmae"),
        Arguments.of(with("config", null), "config"),
        Arguments.of(with("config", List.of()), "config"),
        Arguments.of(with("config/custom_jar", null), "config"),
        Arguments.of(with("config/pyspark", Map.of("script", "/a.py")), "config"),
        Arguments.of(with("config/spark_version", "four"), "config.spark_version"),
        Arguments.of(with("config/job_type", "batch"), "config.job_type"),
        Arguments.of(with("config/custom_jar/jar_path", "a.jar"), "config.custom_jar.jar_path"),
        Arguments.of(
            with("config/custom_jar/jar_path", "ftp://h/a.jar"), "config.custom_jar.jar_path"),
        Arguments.of(with("config/custom_jar/main_class", "a b"), "config.custom_jar.main_class"),
        Arguments.of(with("config/custom_jar/args", "x"), "config.custom_jar.args"),
        Arguments.of(with("config/custom_jar/args", List.of(1)), "config.custom_jar.args[0]"),
        Arguments.of(
            with("config/resources/driver/memory", "8q"), "config.resources.driver.memory"),
        Arguments.of(with("config/resources/driver/memory", 8), "config.resources.driver.memory"),
        Arguments.of(with("config/resources/driver/cores", -1), "config.resources.driver.cores"),
        Arguments.of(with("config/resources/driver/cores", 1.5), "config.resources.driver.cores"),
        Arguments.of(with("config/resources/driver/cores", "2"), "config.resources.driver.cores"),
        Arguments.of(
            with("config/resources/executor/min_executors", 1),
            "config.resources.executor.min_executors"),
        Arguments.of(
            with("config/resources/executor/dynamic_allocation", true),
            "config.resources.executor.max_executors"),
        Arguments.of(
            with("config/spark_config/spark.master", "x"), "config.spark_config.spark.master"),
        Arguments.of(
            with("config/spark_config/spark.driver.memory", "1g"),
            "config.spark_config.spark.driver.memory"),
        Arguments.of(with("config/spark_config/foo", "x"), "config.spark_config.foo"),
        Arguments.of(with("config/env_vars/A-B", "x"), "config.env_vars.A-B"),
        Arguments.of(with("config/env_vars/SWITCHYARD_X", "x"), "config.env_vars.SWITCHYARD_X"),
        Arguments.of(with("timeout_seconds", 0), "timeout_seconds"),
        Arguments.of(with("queue_timeout_seconds", "1h"), "queue_timeout_seconds"),
        Arguments.of(with("retry/max_attempts", 99), "retry.max_attempts"),
        Arguments.of(with("retry/on", List.of("OOM")), "retry.on[0]"),
        Arguments.of(with("retry/on", List.of("TIMEOUT")), "retry.on"),
        Arguments.of(with("retry/max_delay_seconds", 1), "retry.max_delay_seconds"),
        Arguments.of(with("idempotency_key", ""), "idempotency_key"),
        Arguments.of(with("callback_url", "ftp://x"), "callback_url"),
        Arguments.of(with("callback_url", 8080), "callback_url"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_named_by_its_path(Map<String, Object> tree, String field) {
    assertThat(violations(tree)).extracting(Violation::field).containsExactly(field);
  }

  @Test
  void all_mistakes_come_at_once() {
    Map<String, Object> tree = with("config/resources/driver/memory", "8q");
    tree.put("team", "BI");
    tree.remove("name");
    assertThat(violations(tree))
        .extracting(Violation::field)
        .containsExactly("name", "team", "config.resources.driver.memory");
  }

  @Test
  void a_slip_gets_a_suggestion() {
    assertThat(violations(with("nmae", "x")).get(0).fix()).isEqualTo("did you mean name?");
  }

  @Test
  void a_root_that_is_no_object_is_refused() {
    assertThatThrownBy(() -> JobRequestForm.read(List.of(), "anna"))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> JobRequestForm.read(null, "anna")).isInstanceOf(InvalidInput.class);
  }

  @Test
  void requests_differ_in_the_fields_that_differ() {
    JobRequest one = JobRequestForm.read(tree(), "anna");
    JobRequest other = JobRequestForm.read(with("config/env_vars/STAGE", "x"), "anna");
    assertThat(RequestDifference.between(one, one)).isEmpty();
    assertThat(RequestDifference.between(one, other)).containsExactly("config.env_vars.STAGE");
    JobRequest calling = JobRequestForm.read(with("callback_url", "https://x.example/1"), "anna");
    JobRequest elsewhere = JobRequestForm.read(with("callback_url", "https://x.example/2"), "anna");
    assertThat(RequestDifference.between(one, calling)).containsExactly("callback_url");
    assertThat(RequestDifference.between(calling, elsewhere)).containsExactly("callback_url");
  }
}
