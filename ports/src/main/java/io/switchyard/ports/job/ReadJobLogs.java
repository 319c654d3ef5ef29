package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads the log of a job's newest execution. */
public final class ReadJobLogs {

  /** How much one call reads: what a tail may span, and a bound on a reply's size. */
  public static final int MAX_BYTES = 1024 * 1024;

  private final Jobs jobs;
  private final Backends backends;

  public ReadJobLogs(Jobs jobs, Backends backends) {
    this.jobs = jobs;
    this.backends = backends;
  }

  /**
   * A piece of at most {@link #MAX_BYTES}; an empty one if there is nothing there yet. Empty if
   * there is no such job, or none that the caller may know of. Blocks for the store and the
   * backend.
   *
   * @throws TargetFailure when the backend cannot be asked
   */
  public Optional<LogSlice> read(JobId id, LogQuery query, Caller by) {
    return jobs.find(id)
        .filter(job -> by.mayRead(job.request().team()))
        .map(Job::current)
        .map(execution -> slice(execution, query));
  }

  private LogSlice slice(Execution execution, LogQuery query) {
    BackendHandle handle = execution.handle();
    Optional<Backend> backend = backends.find(execution.backend());
    if (handle == null || backend.isEmpty()) {
      long at = query.offset() == null ? 0 : query.offset();
      return new LogSlice(execution.id(), "", at, at, execution.ended());
    }
    JobLogs logs = backend.get().logs();
    LogPage page =
        query.tailLines() == null
            ? logs.read(
                handle, query.stream(), query.offset() == null ? 0 : query.offset(), MAX_BYTES)
            : lastLines(logs.tail(handle, query.stream(), MAX_BYTES), query.tailLines());
    boolean atEnd = execution.ended() && page.nextOffset() >= page.size();
    byte[] bytes = page.bytes();
    int whole = atEnd ? bytes.length : wholeCharacters(bytes);
    String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
    return new LogSlice(execution.id(), text, page.offset(), page.offset() + whole, atEnd);
  }

  private static LogPage lastLines(LogPage page, int lines) {
    byte[] bytes = page.bytes();
    int begin = bytes.length;
    int seen = 0;
    // A newline at the very end closes the last line and does not begin another.
    for (int i = bytes.length - 2; i >= 0 && seen < lines; i--) {
      if (bytes[i] == '\n') {
        seen++;
      }
      begin = seen < lines ? i : i + 1;
    }
    int from = Math.min(begin, bytes.length);
    byte[] kept = Arrays.copyOfRange(bytes, from, bytes.length);
    return new LogPage(page.offset() + from, kept, page.size());
  }

  /** How many of the bytes end with a whole UTF-8 character. */
  private static int wholeCharacters(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead >= 0 && bytes.length - lead < 4 && (bytes[lead] & 0xC0) == 0x80) {
      lead--;
    }
    if (lead < 0) {
      return bytes.length;
    }
    int b = bytes[lead] & 0xFF;
    int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
    return lead + length > bytes.length ? lead : bytes.length;
  }
}
