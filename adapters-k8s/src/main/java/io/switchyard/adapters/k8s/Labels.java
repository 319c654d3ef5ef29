package io.switchyard.adapters.k8s;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Team;
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

  /** A driver that is the server of a cluster. */
  static final String SERVER = "server";

  static final String CLUSTER = "switchyard.io/cluster-id";

  /** On the claim of an execution: what became of it. */
  static final String CLAIM = "switchyard.io/claim";

  /** The same on that of a cluster's server. */
  static final String SERVER_CLAIM = "switchyard.io/server-claim";

  private static final int LONGEST = 63;

  private Labels() {}

  /** Of everything that a backend makes. */
  static Map<String, String> ofBackend(BackendId backend) {
    return Map.of(MANAGED_BY, SWITCHYARD, BACKEND, backend.value());
  }

  /** Of everything that belongs to an execution. */
  static Map<String, String> of(Execution execution, JobRequest request, K8sConfig config) {
    Map<String, String> labels = of(execution.id(), request.team(), config);
    labels.put("switchyard.io/job-id", execution.job().value());
    labels.put("switchyard.io/job-name", value(request.name().value()));
    labels.put("switchyard.io/attempt", "" + execution.attempt());
    return labels;
  }

  /** Of everything that belongs to a driver of whatever kind. */
  static Map<String, String> of(ExecutionId id, Team team, K8sConfig config) {
    Map<String, String> labels = new HashMap<>(config.profile().labels());
    labels.putAll(ofBackend(config.id()));
    labels.put(EXECUTION, id.value());
    labels.put("switchyard.io/team", team.name());
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
