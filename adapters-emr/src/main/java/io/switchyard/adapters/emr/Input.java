package io.switchyard.adapters.emr;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a driver is given through S3, as a script that its step runs: it is in no argument of the
 * step, which everybody can read who may look at the cluster. {@code step.sh} knows {@code keep},
 * which writes a file.
 */
final class Input {

  static final String SPEC = "spec.json";
  private static final String CONF = "spark.conf";

  /** What Spark itself takes for secret ({@code spark.redaction.regex}), and a little more. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|password|passwd|token|credential|access[._-]?key|account[._-]?key");

  private final StringBuilder script = new StringBuilder();

  /** Whether the value of a setting must not be seen. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  void file(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    script
        .append("keep ")
        .append(name)
        .append(' ')
        .append(Base64.getEncoder().encodeToString(bytes))
        .append('\n');
  }

  void variable(String name, String value) {
    String quoted = "'" + value.replace("'", "'\\''") + "'";
    script.append("export ").append(name).append('=').append(quoted).append('\n');
  }

  /** Spark settings, which come on top of those that the cluster has. */
  void settings(Map<String, String> settings) {
    file(CONF, settings.entrySet().stream().map(Input::line).collect(Collectors.joining()));
  }

  private static String line(Map.Entry<String, String> setting) {
    Properties one = new Properties();
    one.setProperty(setting.getKey(), setting.getValue());
    StringWriter text = new StringWriter();
    try {
      one.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The first line is the time.
    return text.toString().lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow() + "\n";
  }

  String script() {
    return script.toString();
  }
}
