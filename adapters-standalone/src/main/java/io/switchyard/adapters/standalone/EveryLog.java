package io.switchyard.adapters.standalone;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import java.nio.file.Files;

/**
 * The logs of drivers of jobs and of servers of clusters, which have exchange folders of their own.
 *
 * @param servers where servers have a folder, and jobs have none
 */
record EveryLog(Exchange servers, JobLogs ofServers, JobLogs ofJobs) implements JobLogs {

  @Override
  public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    return its(handle).read(handle, stream, offset, maxBytes);
  }

  @Override
  public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    return its(handle).tail(handle, stream, maxBytes);
  }

  private JobLogs its(BackendHandle handle) {
    boolean server =
        DriverRef.of(handle)
            .filter(ref -> Files.isDirectory(servers.of(ref.execution()).path()))
            .isPresent();
    return server ? ofServers : ofJobs;
  }
}
