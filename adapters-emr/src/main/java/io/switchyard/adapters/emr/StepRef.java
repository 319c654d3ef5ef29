package io.switchyard.adapters.emr;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The step that is an execution's driver. As a handle: {@code j-2AL4XXXXXX5T9/exec-01k…/1}, and
 * {@code /own} after it if the cluster is its own.
 *
 * @param ticket which of its tickets the step has, see {@link Tickets}
 * @param own whether the cluster ends with it
 */
record StepRef(String cluster, ExecutionId execution, int ticket, boolean own) {

  private static final Pattern HANDLE =
      Pattern.compile("(j-[A-Z0-9]{1,30})/(exec-[0-9a-z]{26})/(\\d{1,9})(/own)?");

  /** Reads a handle; empty if this adapter did not make it. */
  static Optional<StepRef> of(BackendHandle handle) {
    Matcher matcher = HANDLE.matcher(handle.value());
    return matcher.matches()
        ? Optional.of(
            new StepRef(
                matcher.group(1),
                new ExecutionId(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group(4) != null))
        : Optional.empty();
  }

  BackendHandle handle() {
    return new BackendHandle(cluster + "/" + mark() + (own ? "/own" : ""));
  }

  /** What the name of the step, or of its own cluster, begins with. */
  String mark() {
    return mark(execution, ticket);
  }

  static String mark(ExecutionId execution, int ticket) {
    return execution + "/" + ticket;
  }

  /** What a name begins with. */
  static String markIn(String name) {
    int end = name.indexOf(' ');
    return end < 0 ? name : name.substring(0, end);
  }
}
