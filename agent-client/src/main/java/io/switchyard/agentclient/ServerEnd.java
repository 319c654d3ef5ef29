package io.switchyard.agentclient;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverReport;
import io.switchyard.domain.job.LastError;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogStream;
import java.nio.charset.StandardCharsets;

/** Why a server is gone, by what it left in its log. */
public final class ServerEnd {

  private static final int LOG_BYTES = 64 * 1024;

  private ServerEnd() {}

  /**
   * The root cause, from the end of the server's own log; else the last error there.
   *
   * @param detail what the backend says of the end; may be empty
   */
  public static String cause(JobLogs logs, BackendHandle handle, String detail) {
    try {
      byte[] end = logs.tail(handle, LogStream.STDERR, LOG_BYTES).bytes();
      String log = new String(end, StandardCharsets.UTF_8);
      String said = DriverReport.read(log).cause();
      return said.isBlank() ? withLastError(detail, log) : said;
    } catch (TargetFailure failure) {
      return detail;
    }
  }

  private static String withLastError(String detail, String log) {
    String ended = detail.isBlank() ? "its server ended without a word" : detail;
    return LastError.in(log)
        .map(error -> ended + "; the last error in its log: " + error)
        .orElse(detail);
  }
}
