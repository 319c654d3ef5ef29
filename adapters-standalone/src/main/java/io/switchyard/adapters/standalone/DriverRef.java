package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.SparkVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A driver as its master names it, and whose it is: of two drivers for one execution another one
 * may turn out to be the one that runs it. As a handle: {@code
 * 4.1.2/exec-01k…/driver-20261121024501-0003}.
 *
 * @param version tells which master
 */
record DriverRef(SparkVersion version, ExecutionId execution, String driver) {

  private static final Pattern DRIVER = Pattern.compile("driver-\\d{14}-\\d{4,}");
  private static final Pattern HANDLE =
      Pattern.compile("([\\d.]+)/(exec-[0-9a-z]{26})/(" + DRIVER.pattern() + ")");

  /** Whether this is an id that a master gives to drivers. */
  static boolean isDriver(String id) {
    return DRIVER.matcher(id).matches();
  }

  /** Reads a handle; empty if this adapter did not make it. */
  static Optional<DriverRef> of(BackendHandle handle) {
    Matcher matcher = HANDLE.matcher(handle.value());
    return matcher.matches()
        ? Optional.of(
            new DriverRef(
                new SparkVersion(matcher.group(1)),
                new ExecutionId(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }

  BackendHandle handle() {
    return new BackendHandle(version + "/" + execution + "/" + driver);
  }
}
