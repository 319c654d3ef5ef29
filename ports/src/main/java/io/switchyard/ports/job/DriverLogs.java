package io.switchyard.ports.job;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.placement.Backend;
import io.switchyard.ports.placement.Backends;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the logs of drivers: where they are captured or, until then, live. */
public record DriverLogs(Backends backends, LogStore store) {

  /** How much one call reads: what a tail may span, and a bound on a reply's size. */
  public static final int MAX_BYTES = 1024 * 1024;

  /**
   * Whose log to read.
   *
   * @param number which of several drivers that follow one another, 1 for the first
   * @param handle null if no backend has it or had it
   */
  public record Driver(
      ExecutionId id,
      int number,
      BackendId backend,
      @Nullable BackendHandle handle,
      boolean ended) {}

  /**
   * A piece of at most {@link #MAX_BYTES}; an empty one if there is nothing there yet. Blocks for
   * the log store and the backend.
   *
   * @throws TargetFailure when one of them cannot be asked
   */
  public LogSlice read(Driver driver, LogQuery query) {
    Optional<LogPage> captured =
        driver.ended() ? page(captured(driver.id()), query) : Optional.empty();
    Optional<LogPage> found = captured.or(() -> page(live(driver), query));
    if (found.isEmpty()) {
      long at = query.offset() == null ? 0 : query.offset();
      boolean ended = driver.ended();
      return new LogSlice(driver.id(), driver.number(), "", at, at, ended, ended);
    }
    LogPage page = found.get();
    byte[] bytes = page.bytes();
    boolean atEnd = driver.ended() && page.nextOffset() >= page.size();
    boolean closed = atEnd || (captured.isPresent() && bytes.length < MAX_BYTES);
    int whole = closed ? bytes.length : Utf8.wholeCharacters(bytes);
    String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
    long from = page.offset();
    return new LogSlice(driver.id(), driver.number(), text, from, from + whole, closed, atEnd);
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

  private Source live(Driver driver) {
    BackendHandle handle = driver.handle();
    Optional<JobLogs> logs = backends.find(driver.backend()).map(Backend::logs);
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
