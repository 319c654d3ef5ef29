package io.switchyard.ports.job;

import static java.util.stream.Collectors.toSet;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Logs as maps of pieces by offset. */
public final class InMemoryLogs implements LogStore {

  private record Key(ExecutionId execution, LogStream stream) {}

  private final Map<Key, TreeMap<Long, byte[]>> pieces = new HashMap<>();
  private final Set<ExecutionId> complete = new HashSet<>();
  private final Deque<Runnable> beforeAppends = new ArrayDeque<>();

  private TreeMap<Long, byte[]> pieces(ExecutionId execution, LogStream stream) {
    return pieces.computeIfAbsent(new Key(execution, stream), key -> new TreeMap<>());
  }

  @Override
  public synchronized long next(ExecutionId execution, LogStream stream) {
    var last = pieces(execution, stream).lastEntry();
    return last == null ? 0 : last.getKey() + last.getValue().length;
  }

  @Override
  public synchronized void append(
      ExecutionId execution, LogStream stream, long offset, byte[] bytes) {
    if (!beforeAppends.isEmpty()) {
      beforeAppends.remove().run();
    }
    long known = Math.max(0, next(execution, stream) - offset);
    if (!complete.contains(execution) && known < bytes.length) {
      pieces(execution, stream)
          .put(offset + known, Arrays.copyOfRange(bytes, (int) known, bytes.length));
    }
  }

  @Override
  public synchronized void complete(ExecutionId execution) {
    complete.add(execution);
  }

  @Override
  public synchronized Optional<LogPage> read(
      ExecutionId execution, LogStream stream, long offset, int maxBytes) {
    if (!complete.contains(execution)) {
      return Optional.empty();
    }
    LogPage page = part(execution, stream, offset, maxBytes);
    LogPage more = page;
    while (more.bytes().length > 0 && page.bytes().length < maxBytes) {
      more = part(execution, stream, page.nextOffset(), maxBytes - page.bytes().length);
      if (more.offset() > page.nextOffset()) {
        break;
      }
      byte[] both = Arrays.copyOf(page.bytes(), page.bytes().length + more.bytes().length);
      System.arraycopy(more.bytes(), 0, both, page.bytes().length, more.bytes().length);
      page = new LogPage(page.offset(), both, page.size());
    }
    return Optional.of(page);
  }

  private LogPage part(ExecutionId execution, LogStream stream, long offset, int maxBytes) {
    long size = next(execution, stream);
    long end = 0;
    for (var piece : pieces(execution, stream).entrySet()) {
      if (piece.getKey() > end && offset < piece.getKey()) {
        LogPage marker = new LogGap(end, piece.getKey()).marker();
        long at = Math.max(offset, marker.offset());
        return part(marker.offset(), marker.bytes(), at, maxBytes, size);
      }
      end = piece.getKey() + piece.getValue().length;
      if (offset < end) {
        return part(piece.getKey(), piece.getValue(), offset, maxBytes, size);
      }
    }
    return new LogPage(size, new byte[0], size);
  }

  private static LogPage part(long begin, byte[] bytes, long offset, int maxBytes, long size) {
    int from = (int) (offset - begin);
    int to = (int) Math.min((long) from + maxBytes, bytes.length);
    return new LogPage(offset, Arrays.copyOfRange(bytes, from, to), size);
  }

  @Override
  public synchronized void forget(ExecutionId execution) {
    complete.remove(execution);
    List.of(LogStream.values()).forEach(stream -> pieces.remove(new Key(execution, stream)));
  }

  /** The executions of which anything is kept. */
  public synchronized Set<ExecutionId> executions() {
    return pieces.entrySet().stream()
        .filter(stream -> !stream.getValue().isEmpty())
        .map(stream -> stream.getKey().execution())
        .collect(toSet());
  }

  /** Something happens just before the next piece is kept. */
  public synchronized void beforeNextAppend(Runnable what) {
    beforeAppends.add(what);
  }

  /** That many appends go well; the next one fails so. */
  public synchronized void failAppendAfter(int good, TargetFailure failure) {
    for (int i = 0; i < good; i++) {
      beforeAppends.add(() -> {});
    }
    beforeAppends.add(
        () -> {
          throw failure;
        });
  }
}
