package io.switchyard.ports.job;

import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.team.Caller;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a job's executions: where they are captured or, until then, live. */
public final class ReadJobLogs {

  /** How much one call reads: what a tail may span, and a bound on a reply's size. */
  public static final int MAX_BYTES = 1024 * 1024;

  private final Jobs jobs;
  private final Backends backends;
  private final LogStore store;

  /** Reads logs where drivers left them. */
  public ReadJobLogs(Jobs jobs, Backends backends) {
    this(jobs, backends, LogStore.NONE);
  }

  /** Reads the logs of ended executions from {@code store} once it has them. */
  public ReadJobLogs(Jobs jobs, Backends backends, LogStore store) {
    this.jobs = jobs;
    this.backends = backends;
    this.store = store;
  }

  /**
   * A piece of at most {@link #MAX_BYTES}; an empty one if there is nothing there yet. Empty if
   * there is no such job, or none that the caller may know of. Blocks for the store and the
   * backend.
   *
   * @throws InvalidValue if the job has no such attempt
   * @throws TargetFailure when the log store or the backend cannot be asked
   */
  public Optional<LogSlice> read(JobId id, LogQuery query, Caller by) {
    return jobs.find(id)
        .filter(job -> by.mayRead(job.request().team()))
        .map(job -> attempt(job, query.attempt()))
        .map(execution -> slice(execution, query));
  }

  private static Execution attempt(Job job, @Nullable Integer number) {
    return number == null
        ? job.current()
        : job.executions().stream()
            .filter(execution -> execution.attempt() == number)
            .findFirst()
            .orElseThrow(
                () ->
                    InvalidValue.at(
                        "attempt",
                        "" + number,
                        "is not an attempt of the job",
                        "it has had " + job.executions().size()));
  }

  private LogSlice slice(Execution execution, LogQuery query) {
    Optional<LogPage> captured =
        execution.ended() ? page(captured(execution.id()), query) : Optional.empty();
    Optional<LogPage> found = captured.or(() -> page(live(execution), query));
    if (found.isEmpty()) {
      long at = query.offset() == null ? 0 : query.offset();
      boolean ended = execution.ended();
      return new LogSlice(execution.id(), execution.attempt(), "", at, at, ended, ended);
    }
    LogPage page = found.get();
    byte[] bytes = page.bytes();
    boolean atEnd = execution.ended() && page.nextOffset() >= page.size();
    boolean closed = atEnd || (captured.isPresent() && bytes.length < MAX_BYTES);
    int whole = closed ? bytes.length : Utf8.wholeCharacters(bytes);
    String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
    long from = page.offset();
    return new LogSlice(
        execution.id(), execution.attempt(), text, from, from + whole, closed, atEnd);
  }

  /** Where a log can be read; a page is absent where the log is not. */
  private interface Source {
    Optional<LogPage> read(LogStream stream, long offset);

    Optional<LogPage> tail(LogStream stream);
  }

  private static Optional<LogPage> page(Source source, LogQuery query) {
    Integer lines = query.tailLines();
    return lines == null
        ? source.read(query.stream(), query.offset() == null ? 0 : query.offset())
        : source.tail(query.stream()).map(page -> lastLines(page, lines));
  }

  private Source captured(ExecutionId id) {
    return new Source() {
      @Override
      public Optional<LogPage> read(LogStream stream, long offset) {
        return store.read(id, stream, offset, MAX_BYTES);
      }

      @Override
      public Optional<LogPage> tail(LogStream stream) {
        Optional<LogPage> page =
            store
                .read(id, stream, Long.MAX_VALUE, 1)
                .flatMap(end -> read(stream, Math.max(0, end.size() - MAX_BYTES)));
        // What is before a gap is not next to the end.
        while (page.isPresent() && page.get().nextOffset() < page.get().size()) {
          page = read(stream, page.get().nextOffset());
        }
        return page;
      }
    };
  }

  private Source live(Execution execution) {
    BackendHandle handle = execution.handle();
    Optional<JobLogs> logs = backends.find(execution.backend()).map(Backend::logs);
    return new Source() {
      @Override
      public Optional<LogPage> read(LogStream stream, long offset) {
        return handle == null
            ? Optional.empty()
            : logs.map(from -> from.read(handle, stream, offset, MAX_BYTES));
      }

      @Override
      public Optional<LogPage> tail(LogStream stream) {
        return handle == null
            ? Optional.empty()
            : logs.map(from -> from.tail(handle, stream, MAX_BYTES));
      }
    };
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
}
