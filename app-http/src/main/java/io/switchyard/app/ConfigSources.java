package io.switchyard.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.switchyard.domain.input.DidYouMean;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the file and the environment say; the environment goes first. The variable of
 * {@code http.port} is {@code SWITCHYARD_HTTP_PORT}, and so on for each key in {@link #TEXTS} and
 * {@link #NUMBERS}.
 */
final class ConfigSources {

  private static final String PREFIX = "SWITCHYARD_";

  private static final Set<String> TEXTS =
      Set.of(
          "http.host",
          "http.public_url",
          "grpc.host",
          "auth.mode",
          "auth.token_file",
          "store.url",
          "store.user",
          "store.password_file",
          "state_dir",
          "spark.default_version",
          "spark.home",
          "spark.java_home",
          "core_etl.bundled_jar",
          "callbacks.secret_file",
          "callbacks.previous_secret_file",
          "tracing.endpoint",
          "tracing.service_name",
          "tracing.sample_ratio",
          "work.idle",
          "work.poll",
          "work.retry",
          "work.lease",
          "work.launch");

  private static final Set<String> NUMBERS =
      Set.of("http.port", "grpc.port", "store.max_connections", "work.threads", "work.batch");

  /** Variables that every program with OpenTelemetry knows; ours go before them. */
  private static final Map<String, String> STANDARD =
      Map.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT", "tracing.endpoint",
          "OTEL_SERVICE_NAME", "tracing.service_name",
          "OTEL_TRACES_SAMPLER_ARG", "tracing.sample_ratio");

  /** Read by others: the launcher and the logging. */
  private static final Set<String> NOT_OURS =
      Set.of("SWITCHYARD_LOG_FORMAT", "SWITCHYARD_LOG_LEVEL", "SWITCHYARD_HOME");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ConfigSources() {}

  /**
   * Reads the configuration.
   *
   * @param file null for none
   * @param port goes before every other port; null for none
   * @throws InvalidInput with every mistake found
   */
  static Config load(@Nullable Path file, Map<String, String> environment, @Nullable Integer port) {
    Map<String, Object> tree = file == null ? new LinkedHashMap<>() : read(file);
    List<Violation> violations = new ArrayList<>();
    STANDARD.forEach(
        (name, key) -> {
          String value = environment.getOrDefault(name, "");
          if (!value.isEmpty()) {
            put(tree, key, value);
          }
        });
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !NOT_OURS.contains(name)) {
                override(tree, name, value, violations);
              }
            });
    if (port != null) {
      put(tree, "http.port", port);
    }
    if (!violations.isEmpty()) {
      throw new InvalidInput(violations);
    }
    return Config.read(tree);
  }

  private static Map<String, Object> read(Path file) {
    try {
      JsonNode root = YAML.readTree(Files.readAllBytes(file));
      Object tree = YAML.treeToValue(root, Object.class);
      if (root.isMissingNode() || root.isNull()) {
        // Comments only, or nothing at all.
        return new LinkedHashMap<>();
      } else if (tree instanceof Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
      }
      throw refused(file, "is not a list of keys and values", "write one key per line");
    } catch (NoSuchFileException e) {
      throw refused(file, "does not exist", "name the configuration file");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String why = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
      throw refused(file, "is not YAML" + where, why.lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw refused(file, "cannot be read", String.valueOf(e.getMessage()));
    }
  }

  private static InvalidInput refused(Path file, String rule, String fix) {
    return new InvalidInput(List.of(new Violation("--config", file.toString(), rule, fix)));
  }

  private static void override(
      Map<String, Object> tree, String name, String value, List<Violation> violations) {
    Map<String, String> keys = keysByVariable();
    String key = keys.get(name);
    if (key == null) {
      // Other things may share the prefix (container platforms add some); a slip is told.
      DidYouMean.among(keys.keySet(), name)
          .filter(near -> Math.abs(near.length() - name.length()) <= 2)
          .filter(near -> !name.matches(".*_(PORT|SERVICE)(_.*)?"))
          .ifPresent(
              near ->
                  violations.add(
                      new Violation(
                          name, "", "is not a known variable", "did you mean " + near + "?")));
    } else if (!NUMBERS.contains(key)) {
      put(tree, key, value);
    } else if (value.matches("\\d{1,9}")) {
      put(tree, key, Integer.valueOf(value));
    } else {
      violations.add(new Violation(name, value, "is not a whole number", ""));
    }
  }

  private static Map<String, String> keysByVariable() {
    Map<String, String> keys = new TreeMap<>();
    TEXTS.forEach(key -> keys.put(variable(key), key));
    NUMBERS.forEach(key -> keys.put(variable(key), key));
    return keys;
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static void put(Map<String, Object> tree, String key, Object value) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      tree.put(key, value);
      return;
    }
    Map<String, Object> below = new LinkedHashMap<>();
    if (tree.get(key.substring(0, dot)) instanceof Map<?, ?> there) {
      there.forEach((k, v) -> below.put(String.valueOf(k), v));
    }
    below.put(key.substring(dot + 1), value);
    tree.put(key.substring(0, dot), below);
  }
}
