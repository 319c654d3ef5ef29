package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.ports.TargetFailure;
import io.switchyard.ports.TargetFailure.Kind;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.StreamedLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the logs of drivers from their pods. Kubernetes keeps what a container prints to either
 * stream as one log, so that each stream here is all of it.
 */
final class K8sLogs implements JobLogs {

  private final Kube kube;
  private final String role;

  /**
   * @param role of the pods whose logs they are
   */
  K8sLogs(Kube kube, String role) {
    this.kube = kube;
    this.role = role;
  }

  @Override
  public LogPage read(BackendHandle handle, LogStream stream, long offset, int maxBytes) {
    return page(handle, log -> new StreamedLog(log).read(offset, maxBytes));
  }

  @Override
  public LogPage tail(BackendHandle handle, LogStream stream, int maxBytes) {
    return page(handle, log -> new StreamedLog(log).tail(maxBytes));
  }

  private interface Piece {

    LogPage of(InputStream log) throws IOException;
  }

  private LogPage page(BackendHandle handle, Piece piece) {
    Optional<String> pod = DriverRef.of(handle).flatMap(this::pod);
    if (pod.isEmpty()) {
      return LogPage.NONE;
    }
    String namespace = DriverRef.of(handle).orElseThrow().namespace();
    try (InputStream log = kube.log(namespace, pod.get(), DriverPods.DRIVER_CONTAINER)) {
      return piece.of(log);
    } catch (IOException e) {
      throw TargetFailure.withoutEffect(
          Kind.UNREACHABLE, "the log of pod " + pod.get() + " broke off: " + e, e);
    } catch (TargetFailure failure) {
      if (failure.kind() == Kind.REJECTED) {
        // Its container has not begun, or the pod is gone since we looked.
        return LogPage.NONE;
      }
      throw failure;
    }
  }

  /** Operators name pods as they like; of several, the last has the log that counts. */
  private Optional<String> pod(DriverRef ref) {
    return kube
        .list(
            DriverPod.KIND,
            ref.namespace(),
            Map.of(Labels.EXECUTION, ref.name(), Labels.ROLE, role))
        .stream()
        .map(GenericKubernetesResource::getMetadata)
        .max(
            Comparator.comparing(
                meta -> meta.getCreationTimestamp() == null ? "" : meta.getCreationTimestamp()))
        .map(meta -> meta.getName());
  }
}
