package io.switchyard.adapters.k8s;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.placement.BackendId;
import java.util.HashMap;
import java.util.Map;

/** The labels by which we know what is ours, and people find what is theirs. */
final class Labels {

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String SWITCHYARD = "switchyard";
  static final String BACKEND = "switchyard.io/backend";
  static final String EXECUTION = "switchyard.io/execution-id";
  static final String ROLE = "switchyard.io/role";
  static final String DRIVER = "driver";
  static final String EXECUTOR = "executor";

  /** On the claim of an execution: what became of it. */
  static final String CLAIM = "switchyard.io/claim";

  private static final int LONGEST = 63;

  private Labels() {}

  /** Of everything that a backend makes. */
  static Map<String, String> ofBackend(BackendId backend) {
    return Map.of(MANAGED_BY, SWITCHYARD, BACKEND, backend.value());
  }

  /** Of everything that belongs to an execution. */
  static Map<String, String> of(Execution execution, JobRequest request, K8sConfig config) {
    Map<String, String> labels = new HashMap<>(config.profile().labels());
    labels.putAll(ofBackend(config.id()));
    labels.put(EXECUTION, execution.id().value());
    labels.put("switchyard.io/job-id", execution.job().value());
    labels.put("switchyard.io/job-name", value(request.name().value()));
    labels.put("switchyard.io/attempt", "" + execution.attempt());
    labels.put("switchyard.io/team", request.team().name());
    labels.put("switchyard.io/environment", config.environment().word());
    return labels;
  }

  /** As much of a text as a label may hold. */
  static String value(String text) {
    String legal = text.replaceAll("[^A-Za-z0-9._-]", "-");
    String cut = legal.substring(0, Math.min(LONGEST, legal.length()));
    return cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
  }
}
