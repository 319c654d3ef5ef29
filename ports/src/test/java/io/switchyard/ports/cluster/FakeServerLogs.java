package io.switchyard.ports.cluster;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The logs of a backend that has servers and drivers of jobs.
 *
 * @param servers the standard error of a server; empty for a handle of another kind
 * @param jobs for those
 */
record FakeServerLogs(Function<BackendHandle, Optional<byte[]>> servers, JobLogs jobs)
    implements JobLogs {

  @Override
  public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    Optional<byte[]> server = servers.apply(handle);
    return server.isPresent()
        ? page(server.get(), stream, offset, maxBytes)
        : jobs.read(handle, stream, offset, maxBytes);
  }

  @Override
  public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    Optional<byte[]> server = servers.apply(handle);
    return server.isPresent()
        ? page(server.get(), stream, Math.max(0, server.get().length - maxBytes), maxBytes)
        : jobs.tail(handle, stream, maxBytes);
  }

  private static LogPage page(byte[] all, LogStream stream, long offset, int maxBytes) {
    if (stream == LogStream.STDOUT || all.length == 0) {
      return LogPage.NONE;
    }
    int from = (int) Math.min(offset, all.length);
    int to = (int) Math.min((long) from + maxBytes, all.length);
    return new LogPage(from, Arrays.copyOfRange(all, from, to), all.length);
  }
}
