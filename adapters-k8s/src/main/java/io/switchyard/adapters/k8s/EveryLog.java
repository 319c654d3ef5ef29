package io.switchyard.adapters.k8s;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import java.util.Optional;

/** The logs of clusters' servers and of jobs' drivers. */
final class EveryLog implements JobLogs {

  private final JobLogs servers;
  private final JobLogs drivers;

  EveryLog(Kube kube) {
    this.servers = new K8sLogs(kube, Labels.SERVER);
    this.drivers = new K8sLogs(kube, Labels.DRIVER);
  }

  @Override
  public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    Optional<BackendHandle> server = server(handle);
    return server.isPresent()
        ? servers.read(server.get(), stream, offset, maxBytes)
        : drivers.read(handle, stream, offset, maxBytes);
  }

  @Override
  public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    Optional<BackendHandle> server = server(handle);
    return server.isPresent()
        ? servers.tail(server.get(), stream, maxBytes)
        : drivers.tail(handle, stream, maxBytes);
  }

  private static Optional<BackendHandle> server(BackendHandle handle) {
    return ServerRef.of(handle).map(ref -> ref.at().handle());
  }
}
