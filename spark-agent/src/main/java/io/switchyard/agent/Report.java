package io.switchyard.agent;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The driver's words to the platform: lines of its standard error that begin with {@value #MARK}.
 * {@code io.switchyard.domain.job.DriverReport} reads them.
 */
final class Report {

  static final String MARK = "[switchyard] ";

  private static final int MAX_TEXT = 2_000;

  private Report() {}

  /** Writes one line; what does not fit into a line is folded or cut. */
  static void say(PrintStream err, String text) {
    String line = oneLine(text);
    // In one piece and on a line of its own, whatever others have begun to write.
    byte[] bytes = ("\n" + MARK + line + "\n").getBytes(StandardCharsets.UTF_8);
    err.write(bytes, 0, bytes.length);
    err.flush();
  }

  private static String oneLine(String text) {
    String folded = text.strip().replaceAll("\\s*[\\r\\n\\u0085\\u2028\\u2029]+\\s*", " | ");
    return folded.length() > MAX_TEXT ? folded.substring(0, MAX_TEXT) + "…" : folded;
  }
}
