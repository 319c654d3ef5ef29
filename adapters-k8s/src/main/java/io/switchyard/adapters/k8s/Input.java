package io.switchyard.adapters.k8s;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a driver is given as files of a secret, mounted at {@value #FOLDER}: nobody who may look at
 * pods or applications sees it, and it is on no command line.
 */
final class Input {

  static final String FOLDER = "/var/run/switchyard/input";
  static final String SPEC = "spec.json";

  /** Options of the driver's JVM, in the format of the {@code java} command's argument files. */
  static final String JAVA_OPTIONS = "java-options";

  /** The variable that makes every {@code java} command read {@link #JAVA_OPTIONS}. */
  static final String JAVA_OPTIONS_VARIABLE = "JDK_JAVA_OPTIONS";

  /** What Spark itself takes for secret ({@code spark.redaction.regex}), and a little more. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|password|passwd|token|credential|access[._-]?key|account[._-]?key");

  private Input() {}

  /** Whether the value of a setting or variable of that name must not be seen. */
  static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  static String path(String file) {
    return FOLDER + "/" + file;
  }

  /** Settings as system properties, from which every Spark driver takes them. */
  static String javaOptions(Map<String, String> settings) {
    StringBuilder options = new StringBuilder();
    settings.forEach((key, value) -> options.append(quoted("-D" + key + "=" + value)).append('\n'));
    return options.toString();
  }

  private static String quoted(String option) {
    String escaped =
        option
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
    return '"' + escaped + '"';
  }
}
