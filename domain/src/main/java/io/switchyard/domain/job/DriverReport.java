package io.switchyard.domain.job;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a driver says of itself in its own standard error, in lines that start with {@value #MARK}.
 * The log outlives the backend's memory of the driver, so the report is evidence of an end that
 * nobody watched.
 *
 * <pre>
 * [switchyard] metrics records_read=12 records_written=3 …
 * [switchyard] succeeded
 * [switchyard] failed java.lang.IllegalStateException: no such table
 * [switchyard] not run: the execution belongs to driver …
 * </pre>
 *
 * @param end how the driver says it ended; null if it does not say
 * @param cause the root cause of a failure in one line; may be empty
 * @param metrics what it counted; null if it does not say
 * @param refused whether it was not let run, and did nothing
 */
public record DriverReport(
    @Nullable Outcome end, String cause, @Nullable JobMetrics metrics, boolean refused) {

  /** Starts every line that is meant for the platform. */
  public static final String MARK = "[switchyard] ";

  /** Reads a log or its tail; later lines win, lines that are not understood are passed over. */
  public static DriverReport read(String log) {
    Outcome end = null;
    String cause = "";
    JobMetrics metrics = null;
    boolean refused = false;
    for (String line : log.lines().filter(l -> l.startsWith(MARK)).toList()) {
      String said = line.substring(MARK.length());
      if (said.startsWith("metrics ")) {
        metrics = metrics(said.substring("metrics ".length()));
      } else if (said.equals("succeeded")) {
        end = Outcome.SUCCEEDED;
      } else if (said.startsWith("failed")) {
        end = Outcome.FAILED;
        cause = said.substring("failed".length()).strip();
      } else if (said.startsWith("not run")) {
        refused = true;
      }
    }
    return new DriverReport(end, cause, metrics, refused);
  }

  private static JobMetrics metrics(String pairs) {
    Map<String, Long> values = new HashMap<>();
    for (String pair : pairs.split(" ")) {
      String[] keyAndValue = pair.split("=", 2);
      if (keyAndValue.length == 2 && keyAndValue[1].matches("\\d{1,18}")) {
        values.put(keyAndValue[0], Long.valueOf(keyAndValue[1]));
      }
    }
    return new JobMetrics(
        values.getOrDefault("records_read", 0L),
        values.getOrDefault("records_written", 0L),
        values.getOrDefault("bytes_read", 0L),
        values.getOrDefault("bytes_written", 0L),
        values.getOrDefault("stages_completed", 0L),
        values.getOrDefault("tasks_completed", 0L),
        values.getOrDefault("executor_cpu_time_ms", 0L));
  }
}
