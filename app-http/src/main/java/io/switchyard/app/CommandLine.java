package io.switchyard.app;

import io.switchyard.domain.input.DidYouMean;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the program was told on its command line.
 *
 * @param config the configuration file; null for none
 * @param port goes before every other port; null for none
 */
record CommandLine(boolean help, @Nullable Path config, @Nullable Integer port) {

  static final String USAGE =
      """
      Usage: switchyard up [--config FILE] [--port N]

        --config FILE  configuration in YAML; everything has a default
        --port N       the port of the HTTP API, 8080 by default
      """;

  private static final List<String> OPTIONS = List.of("--config", "--port", "--help");

  /**
   * @throws StartRefused if it makes no sense
   */
  static CommandLine parse(String... words) {
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(words));
    Path config = null;
    Integer port = null;
    if (rest.isEmpty() || rest.contains("--help") || rest.contains("-h")) {
      return new CommandLine(true, null, null);
    }
    String command = rest.pop();
    if (!command.equals("up")) {
      throw new StartRefused("There is no command " + command + "; the command is up.");
    }
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--config" -> config = Path.of(valueOf(option, rest));
        case "--port" -> port = port(valueOf(option, rest));
        default -> throw unknown(option);
      }
    }
    return new CommandLine(false, config, port);
  }

  private static String valueOf(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new StartRefused(option + " needs a value after it.");
    }
    return rest.pop();
  }

  private static Integer port(String written) {
    if (!written.matches("\\d{1,5}") || Integer.parseInt(written) > 65_535) {
      throw new StartRefused("--port " + written + " is not a port; give one from 0 to 65535.");
    }
    return Integer.valueOf(written);
  }

  private static StartRefused unknown(String option) {
    String near =
        DidYouMean.among(OPTIONS, option)
            .map(known -> "did you mean " + known + "?")
            .orElse("the options are " + String.join(", ", OPTIONS) + ".");
    return new StartRefused("There is no option " + option + "; " + near);
  }
}
