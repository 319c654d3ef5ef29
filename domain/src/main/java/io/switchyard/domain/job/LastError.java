package io.switchyard.domain.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the last error in a log of Spark, for a driver that ended without saying why. It need not
 * be the reason: a server also logs the errors of its users' queries.
 */
public final class LastError {

  /** As Spark's own log configuration writes: {@code 26/03/01 10:00:00 ERROR Place: text}. */
  private static final Pattern ENTRY =
      Pattern.compile("\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d ([A-Z]+) (.*)");

  private static final String UNCAUGHT = "Exception in thread ";
  private static final String CAUSE = "Caused by: ";
  private static final Pattern EXCEPTION =
      Pattern.compile("[\\w.$]+(Exception|Error|Throwable)\\b.*");
  private static final int LONGEST = 500;

  private LastError() {}

  /**
   * The root cause of the last error in one line of at most 500 characters; empty if there is none.
   */
  public static Optional<String> in(String log) {
    String found = "";
    boolean within = false;
    for (String line : log.lines().toList()) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        within = entry.group(1).equals("ERROR") || entry.group(1).equals("FATAL");
        found = within ? entry.group(2) : found;
      } else if (line.startsWith(UNCAUGHT)) {
        within = true;
        found = line.substring(UNCAUGHT.length()).replaceFirst("^\"[^\"]*\" ", "");
      } else if (within && line.startsWith(CAUSE)) {
        found = line.substring(CAUSE.length());
      } else if (within && EXCEPTION.matcher(line).matches()) {
        found = line;
      }
    }
    String cause = found.strip();
    return Optional.of(cause.length() > LONGEST ? cause.substring(0, LONGEST) : cause)
        .filter(text -> !text.isEmpty());
  }
}
