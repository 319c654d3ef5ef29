package io.switchyard.adapters.logs;

import io.switchyard.domain.job.ExecutionId;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStore;
import io.switchyard.ports.job.LogStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/**
 * Logs as folders, one for each execution, of gzip files of at most a mebibyte of log each: {@code
 * <folder>/<execution id>/stdout-0000000000000-1048576.log.gz}. Safe for use by several threads and
 * processes.
 */
public final class LogFolderStore implements LogStore {

  private final LogFolderConfig config;

  private LogFolderStore(LogFolderConfig config) {
    this.config = config;
  }

  /**
   * Opens the store and makes its folder.
   *
   * @throws TargetFailure if the folder cannot be made
   */
  public static LogFolderStore open(LogFolderConfig config) {
    tried(
        "make the folder " + config.folder(),
        () -> {
          LogFolder.make(config.folder());
          return config;
        });
    return new LogFolderStore(config);
  }

  private LogFolder folder(ExecutionId execution) {
    return new LogFolder(config.folder().resolve(execution.value()));
  }

  @Override
  public long next(ExecutionId execution, LogStream stream) {
    return tried(
        "look for the log of " + execution,
        () -> {
          LogFolder folder = folder(execution);
          Optional<List<Piece>> complete = folder.index();
          return end(complete.isPresent() ? complete.get() : folder.pieces(), stream);
        });
  }

  private static long end(List<Piece> pieces, LogStream stream) {
    return pieces.stream()
        .filter(piece -> piece.stream() == stream)
        .mapToLong(Piece::end)
        .max()
        .orElse(0);
  }

  @Override
  public void append(ExecutionId execution, LogStream stream, long offset, byte[] bytes) {
    long known = Math.max(0, next(execution, stream) - offset);
    tried(
        "keep the log of " + execution,
        () -> {
          LogFolder folder = folder(execution);
          if (known < bytes.length && folder.index().isEmpty()) {
            for (int from = (int) known; from < bytes.length; from += Piece.MOST) {
              int length = Math.min(Piece.MOST, bytes.length - from);
              folder.write(new Piece(stream, offset + from, length), bytes, from);
            }
          }
          return known;
        });
  }

  @Override
  public void complete(ExecutionId execution) {
    tried(
        "complete the log of " + execution,
        () -> {
          LogFolder folder = folder(execution);
          if (folder.index().isEmpty()) {
            folder.complete(folder.pieces());
          }
          return execution;
        });
  }

  @Override
  public Optional<LogPage> read(
      ExecutionId execution, LogStream stream, long offset, int maxBytes) {
    return tried(
        "read the log of " + execution,
        () -> {
          LogFolder folder = folder(execution);
          Optional<List<Piece>> index = folder.index();
          return index.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new PieceReader(folder, index.get(), stream, end(index.get(), stream))
                      .read(offset, maxBytes));
        });
  }

  @Override
  public void forget(ExecutionId execution) {
    tried(
        "delete the log of " + execution,
        () -> {
          folder(execution).delete();
          return execution;
        });
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T tried(String what, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw TargetFailure.withoutEffect(kind(e), "the log store could not " + what + ": " + why, e);
    }
  }

  private static Kind kind(IOException e) {
    if (e instanceof AccessDeniedException) {
      return Kind.FORBIDDEN;
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason != null && reason.contains("No space left") ? Kind.FULL : Kind.BROKEN;
  }
}
