package io.switchyard.adapters.k8s;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the objects of an execution are; their name is its id. As a handle: {@code
 * sjns-feateng-prod/exec-01k…}.
 */
record DriverRef(String namespace, ExecutionId execution) {

  private static final Pattern HANDLE =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,62})/(exec-[0-9a-z]{26})");

  /** Reads a handle; empty if this adapter did not make it. */
  static Optional<DriverRef> of(BackendHandle handle) {
    Matcher matcher = HANDLE.matcher(handle.value());
    return matcher.matches()
        ? Optional.of(new DriverRef(matcher.group(1), new ExecutionId(matcher.group(2))))
        : Optional.empty();
  }

  String name() {
    return execution.value();
  }

  BackendHandle handle() {
    return new BackendHandle(namespace + "/" + execution);
  }
}
