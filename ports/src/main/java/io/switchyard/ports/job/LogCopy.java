package io.switchyard.ports.job;

import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import java.util.Arrays;

/** Copies one stream of an ended driver, from where the copy of before left off. */
final class LogCopy {

  /** As much as backends hand out at once. */
  private static final int PAGE = 1024 * 1024;

  private final LogCapture capture;
  private final JobLogs from;
  private final LogStore to;
  private final LogStream stream;
  private final long max;

  LogCopy(LogCapture capture, JobLogs from, LogStore to, LogStream stream, long max) {
    this.capture = capture;
    this.from = from;
    this.to = to;
    this.stream = stream;
    this.max = max;
  }

  /**
   * What a copy came to.
   *
   * @param size how long the stream is, in bytes; 0 if there is none
   * @param whole whether all of it that is to be kept was copied
   */
  record Result(long size, boolean whole) {}

  /** Copies at most {@code pages} pages. */
  Result copy(int pages) {
    long at = to.next(capture.execution(), stream);
    for (int i = 0; i < pages; i++) {
      LogPage page = fetch(at);
      int length = page.bytes().length;
      if (length == 0 && at < page.size()) {
        throw TargetFailure.withoutEffect(
            Kind.BROKEN, stream + " gave nothing at " + at + " of " + page.size() + " bytes");
      }
      if (length > 0) {
        to.append(capture.execution(), stream, page.offset(), page.bytes());
      }
      at = Math.max(at, page.nextOffset());
      if (at >= page.size()) {
        return new Result(page.size(), true);
      }
    }
    return new Result(at, false);
  }

  /** The next piece to keep: the log as it goes on or, past the first half, of its last. */
  private LogPage fetch(long at) {
    LogPage page = joined(at, from.read(capture.handle(), stream, at, PAGE));
    long head = max / 2;
    long tail = page.size() - (max - head);
    if (page.size() <= max || at >= tail) {
      return page;
    }
    LogPage kept = cut(page, head);
    return kept.bytes().length > 0
        ? kept
        : withoutCutCharacter(from.read(capture.handle(), stream, tail, PAGE));
  }

  /** What of the page stands before {@code end}, in whole characters. */
  private static LogPage cut(LogPage page, long end) {
    if (page.nextOffset() < end) {
      return page;
    }
    byte[] before = Arrays.copyOf(page.bytes(), (int) Math.max(0, end - page.offset()));
    byte[] whole = Arrays.copyOf(before, Utf8.wholeCharacters(before));
    return new LogPage(page.offset(), whole, page.size());
  }

  private static LogPage withoutCutCharacter(LogPage page) {
    byte[] bytes = page.bytes();
    int cut = Utf8.cutAtFront(bytes);
    return new LogPage(
        page.offset() + cut, Arrays.copyOfRange(bytes, cut, bytes.length), page.size());
  }

  /** A backend that leaves out the rest of a character at the front must not make a gap. */
  private static LogPage joined(long at, LogPage page) {
    long missing = page.offset() - at;
    if (missing <= 0 || missing > 3) {
      return page;
    }
    byte[] bytes = page.bytes();
    byte[] filled = new byte[bytes.length + (int) missing];
    Arrays.fill(filled, 0, (int) missing, (byte) '?');
    System.arraycopy(bytes, 0, filled, (int) missing, bytes.length);
    return new LogPage(at, filled, page.size());
  }
}
