package io.switchyard.ports.cluster;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The catalogs that clusters may have.
 *
 * @param byName what Spark is told of each, with keys that follow {@code spark.sql.catalog.<name>}:
 *     empty for the class, {@code .uri} and so on
 */
public record Catalogs(Map<String, ServerSettings> byName) {

  public static final Catalogs NONE = new Catalogs(Map.of());

  private static final String PREFIX = "spark.sql.catalog.";

  public Catalogs {
    byName = Map.copyOf(byName);
  }

  public Set<String> names() {
    return byName.keySet();
  }

  /** The keys of Spark under which servers are told secrets of catalogs. */
  public Set<String> secretKeys() {
    Set<String> keys = new HashSet<>();
    byName.forEach(
        (name, one) -> one.secrets().keySet().forEach(key -> keys.add(PREFIX + name + key)));
    return keys;
  }

  /**
   * The settings of a server with these catalogs, of which the first is where unqualified names are
   * looked up.
   *
   * @param names all of them known here
   * @param others settings on top; they win
   */
  public ServerSettings settings(List<String> names, Map<String, String> others) {
    Map<String, String> conf = new LinkedHashMap<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String name : names) {
      ServerSettings one = byName.get(name);
      if (one == null) {
        throw new IllegalArgumentException("no such catalog: " + name);
      }
      one.conf().forEach((key, value) -> conf.put(PREFIX + name + key, value));
      one.secrets().forEach((key, value) -> secrets.put(PREFIX + name + key, value));
    }
    if (!names.isEmpty()) {
      conf.put("spark.sql.defaultCatalog", names.get(0));
    }
    conf.putAll(others);
    return new ServerSettings(conf, secrets);
  }
}
