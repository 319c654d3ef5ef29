package io.switchyard.app;

import java.io.Console;
import java.util.Map;

/** Chooses how log lines look; to be called before anything logs. */
final class Logging {

  private static final String FILE = "logback.configurationFile";

  private Logging() {}

  /**
   * Lines for people on a terminal, else JSON; {@code SWITCHYARD_LOG_FORMAT} ({@code text} or
   * {@code json}) and Logback's own property go before that.
   */
  static void choose(Map<String, String> environment, boolean terminal) {
    String format =
        environment.getOrDefault("SWITCHYARD_LOG_FORMAT", terminal ? "text" : "json").strip();
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, format.equals("text") ? "logback-text.xml" : "logback-json.xml");
    }
  }

  /** Whether a person is likely to read what we print. */
  static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since 22 there may be a console that is none; then it says so.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
