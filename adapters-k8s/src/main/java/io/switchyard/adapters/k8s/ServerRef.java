package io.switchyard.adapters.k8s;

import io.switchyard.domain.cluster.Cluster;
import io.switchyard.domain.job.BackendHandle;
import java.util.Optional;

/**
 * Where the objects of a cluster's server are; as a handle: {@code
 * sjns-feateng-prod/exec-01k…/server}.
 */
record ServerRef(DriverRef at) {

  private static final String SUFFIX = "/server";

  /** Reads a handle; empty if it is none of a server. */
  static Optional<ServerRef> of(BackendHandle handle) {
    String text = handle.value();
    return text.endsWith(SUFFIX)
        ? DriverRef.of(new BackendHandle(text.substring(0, text.length() - SUFFIX.length())))
            .map(ServerRef::new)
        : Optional.empty();
  }

  /** Of the cluster's current server, if a backend has it. */
  static Optional<ServerRef> of(Cluster cluster) {
    return Optional.ofNullable(cluster.handle()).flatMap(ServerRef::of);
  }

  BackendHandle handle() {
    return new BackendHandle(at.handle().value() + SUFFIX);
  }
}
