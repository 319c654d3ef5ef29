package io.switchyard.app.cluster;

import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.oneOf;

import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.ports.cluster.ServerSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a catalog is configured, by its kind; the result has the keys that Spark knows. */
final class CatalogConfig {

  private static final String ICEBERG = "org.apache.iceberg.spark.SparkCatalog";

  /**
   * A kind of catalog.
   *
   * @param fixed what Spark is told whatever the configuration says
   * @param required our keys that must be given, to Spark's
   * @param optional our keys that may be given, to Spark's
   * @param secrets our keys of secrets, to Spark's
   */
  private record Kind(
      Map<String, String> fixed,
      Map<String, String> required,
      Map<String, String> optional,
      Map<String, String> secrets) {}

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(
        "iceberg_rest",
        new Kind(
            Map.of("", ICEBERG, ".type", "rest"),
            Map.of("uri", ".uri"),
            Map.of("warehouse", ".warehouse", "scope", ".scope"),
            Map.of("token", ".token", "credential", ".credential")));
    KINDS.put(
        "iceberg_path",
        new Kind(
            Map.of("", ICEBERG, ".type", "hadoop"),
            Map.of("path", ".warehouse"),
            Map.of(),
            Map.of()));
    KINDS.put(
        "jdbc",
        new Kind(
            Map.of("", "org.apache.spark.sql.execution.datasources.v2.jdbc.JDBCTableCatalog"),
            Map.of("url", ".url"),
            Map.of("driver", ".driver", "user", ".user"),
            Map.of("password", ".password")));
    KINDS.put(
        "unity",
        new Kind(
            Map.of("", "io.unitycatalog.spark.UCSingleCatalog"),
            Map.of("uri", ".uri"),
            Map.of(),
            Map.of("token", ".token")));
  }

  private CatalogConfig() {}

  /** Reads kind, the keys of that kind, and spark_config for whatever else Spark is to be told. */
  static ServerSettings read(InputObject in) {
    Map<String, String> names = new LinkedHashMap<>();
    KINDS.keySet().forEach(name -> names.put(name, name));
    in.required("kind", oneOf(names));
    Kind known = KINDS.get(String.valueOf(in.raw("kind")));
    var conf = in.optional("spark_config", InputReader.textMap(), Map.of());
    Map<String, String> open = new LinkedHashMap<>();
    Map<String, String> secret = new LinkedHashMap<>();
    if (known != null) {
      open.putAll(known.fixed());
      known
          .required()
          .forEach((key, to) -> in.required(key, nonBlankText().then(v -> put(open, to, v))));
      known
          .optional()
          .forEach((key, to) -> in.optional(key, nonBlankText().then(v -> put(open, to, v))));
      known
          .secrets()
          .forEach((key, to) -> in.optional(key, SecretRef.reader().then(v -> put(secret, to, v))));
    }
    return in.build(
        () -> {
          conf.get().forEach((key, value) -> open.put("." + key, value));
          return new ServerSettings(open, secret);
        });
  }

  /** Iceberg tables in a folder, without a server. */
  static ServerSettings icebergPath(String path) {
    return new ServerSettings(Map.of("", ICEBERG, ".type", "hadoop", ".warehouse", path), Map.of());
  }

  private static String put(Map<String, String> map, String key, String value) {
    map.put(key, value);
    return value;
  }
}
