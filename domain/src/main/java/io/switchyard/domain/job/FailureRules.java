package io.switchyard.domain.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells why a driver failed from what is left of it: its own report, the backend's words and the
 * end of its log. The first rule that matches decides; the order goes from what is surest (memory,
 * lost machines) to what only looks like it.
 */
public final class FailureRules {

  /**
   * One rule.
   *
   * @param sign what to look for, in one line
   * @param inLog whether the log counts too, or only the driver's report and the backend's words: a
   *     word such as {@code FileNotFoundException} stands in the logs of many jobs that end well
   */
  private record Rule(FailureClass meaning, Pattern sign, boolean inLog) {}

  private static final List<Rule> RULES =
      List.of(
          anywhere(FailureClass.OUT_OF_MEMORY, "java\\.lang\\.OutOfMemoryError"),
          anywhere(FailureClass.OUT_OF_MEMORY, "SparkOutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY"),
          anywhere(FailureClass.OUT_OF_MEMORY, "OOMKilled"),
          anywhere(
              FailureClass.OUT_OF_MEMORY, "killed by YARN for exceeding (physical )?memory limits"),
          anywhere(FailureClass.OUT_OF_MEMORY, "(?i)exit (code|status):? ?(137|52)\\b"),
          said(FailureClass.OUT_OF_MEMORY, "\\bMemoryError\\b"),
          anywhere(FailureClass.BACKEND_UNAVAILABLE, "All masters are unresponsive"),
          anywhere(
              FailureClass.BACKEND_UNAVAILABLE,
              "Master removed our application|Application has been killed\\. Reason"),
          said(FailureClass.BACKEND_UNAVAILABLE, "No space left on device|Disk quota exceeded"),
          said(FailureClass.LOST_NODE, "ExecutorLostFailure|ExecutorDeadException"),
          said(FailureClass.LOST_NODE, "Worker lost|worker .* (was )?lost|node .* (was )?lost"),
          said(FailureClass.LOST_NODE, "FetchFailed|MetadataFetchFailedException"),
          said(
              FailureClass.LOST_NODE,
              "heartbeat timed out|Spot instance interruption|preempted|Evicted"),
          said(
              FailureClass.UNKNOWN,
              "SocketTimeoutException|ConnectException|UnknownHostException|SSLException"
                  + "|SlowDown|ThrottlingException|Too ?Many ?Requests|ServiceUnavailable"),
          said(FailureClass.USER_ERROR, "AnalysisException|ParseException|ArithmeticException"),
          said(
              FailureClass.USER_ERROR,
              "\\[[A-Z][A-Z_]+(\\.[A-Z_]+)*\\]"), // Spark's error classes: [PATH_NOT_FOUND] …
          said(
              FailureClass.USER_ERROR,
              "ClassNotFoundException|NoClassDefFoundError|NoSuchMethod(Error|Exception)"
                  + "|UnsupportedClassVersionError|ClassCastException"),
          said(
              FailureClass.USER_ERROR,
              "FileNotFoundException|NoSuchFileException|FileAlreadyExistsException"
                  + "|InvalidInputException|AccessDenied|AccessControlException"),
          said(
              FailureClass.USER_ERROR,
              "NullPointerException|IllegalArgumentException|IllegalStateException"
                  + "|NumberFormatException|IndexOutOfBounds|UnsupportedOperationException"),
          said(
              FailureClass.USER_ERROR,
              "SparkUserAppException|Python exited with|exited with [1-9]"),
          said(FailureClass.USER_ERROR, "SQL(Syntax|IntegrityConstraint|Data)\\w*Exception"));

  private FailureRules() {}

  /**
   * What a failed driver failed of.
   *
   * @param report what the driver, or the backend if the driver said nothing, gives as the cause
   * @param log the end of the driver's log
   */
  public static FailureClass classify(String report, String log) {
    Optional<Rule> found =
        RULES.stream()
            .filter(
                rule ->
                    rule.sign().matcher(report).find()
                        || (rule.inLog() && rule.sign().matcher(log).find()))
            .findFirst();
    return found.map(Rule::meaning).orElse(FailureClass.UNKNOWN);
  }

  private static Rule anywhere(FailureClass meaning, String sign) {
    return new Rule(meaning, Pattern.compile(sign), true);
  }

  private static Rule said(FailureClass meaning, String sign) {
    return new Rule(meaning, Pattern.compile(sign), false);
  }
}
