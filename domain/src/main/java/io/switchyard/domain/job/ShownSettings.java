package io.switchyard.domain.job;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Spark configuration as people may see it. */
public final class ShownSettings {

  /** Stands for a value that must not be seen. */
  public static final String SECRET = "(secret)";

  /** As Spark's own {@code spark.redaction.regex}, and a few words more. */
  private static final Pattern KEYS =
      Pattern.compile("(?i)secret|password|token|access[.]?key|credential|api[.]?key");

  private ShownSettings() {}

  /**
   * The settings by their keys, in order, without the values of those whose keys tell of secrets.
   */
  public static Map<String, String> of(Map<String, String> settings) {
    Map<String, String> shown = new TreeMap<>();
    settings.forEach((key, value) -> shown.put(key, KEYS.matcher(key).find() ? SECRET : value));
    return shown;
  }
}
