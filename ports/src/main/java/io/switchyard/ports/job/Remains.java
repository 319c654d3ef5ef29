package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverReport;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a driver that ended.
 *
 * @param report what it said of itself
 * @param log the end of its standard error; empty if there is none
 */
record Remains(DriverReport report, String log) {

  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);

  /** Enough for the driver's report, which stands in its last lines. */
  private static final int LOG_BYTES = 64 * 1024;

  /** Nothing is left. */
  static final Remains NONE = new Remains(DriverReport.read(""), "");

  /** Reads them; empty if the backend cannot be asked now. */
  static Optional<Remains> of(Backend backend, BackendHandle handle) {
    try {
      LogPage tail = backend.logs().tail(handle, LogStream.STDERR, LOG_BYTES);
      String log = new String(tail.bytes(), StandardCharsets.UTF_8);
      return Optional.of(new Remains(DriverReport.read(log), log));
    } catch (TargetFailure failure) {
      LOG.atWarn()
          .addKeyValue("handle", handle)
          .addKeyValue("error", failure.getMessage())
          .log("log of an ended driver cannot be read");
      return Optional.empty();
    }
  }
}
