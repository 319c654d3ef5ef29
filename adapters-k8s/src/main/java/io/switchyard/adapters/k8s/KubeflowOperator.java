package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Observation.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drivers by Kubeflow's operator. */
final class KubeflowOperator implements Way {

  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("sparkoperator.k8s.io")
          .withVersion("v1beta2")
          .withKind("SparkApplication")
          .withPlural("sparkapplications")
          .withNamespaced(true)
          .build();

  @Override
  public ResourceDefinitionContext kind() {
    return KIND;
  }

  @Override
  public Map<String, String> files(DriverSpec spec) {
    return Map.of();
  }

  @Override
  public List<HasMetadata> before(DriverSpec spec, OwnerReference owner) {
    return List.of();
  }

  @Override
  public HasMetadata driver(DriverSpec spec, OwnerReference owner) {
    Map<String, Object> application = new LinkedHashMap<>();
    application.put("type", spec.code().python() ? "Python" : "Java");
    application.put("mode", "cluster");
    application.put("sparkVersion", spec.image().version().value());
    application.put("image", spec.image().name());
    application.put("imagePullPolicy", spec.image().pullPolicy());
    if (spec.code().mainClass() != null) {
      application.put("mainClass", spec.code().mainClass());
    }
    application.put("mainApplicationFile", spec.code().resource());
    application.put("arguments", spec.code().arguments());
    Map<String, Object> files = files(spec.code());
    if (!files.isEmpty()) {
      application.put("deps", files);
    }
    application.put("sparkConf", spec.conf());
    application.put("restartPolicy", Map.of("type", "Never"));
    application.put("timeToLiveSeconds", spec.ttl().toSeconds());
    application.put("driver", driver(spec));
    application.put("executor", executor(spec));
    DynamicAllocation bounds = spec.resources().executor().dynamicAllocation();
    if (bounds != null) {
      application.put("dynamicAllocation", dynamic(spec.resources().executor(), bounds));
    }
    return CustomResource.of(KIND, spec, owner, application);
  }

  private static Map<String, Object> files(DriverSpec.Code code) {
    Map<String, Object> files = new LinkedHashMap<>();
    if (!code.jars().isEmpty()) {
      files.put("jars", code.jars());
    }
    if (!code.pyFiles().isEmpty()) {
      files.put("pyFiles", code.pyFiles());
    }
    return files;
  }

  private static Map<String, Object> driver(DriverSpec spec) {
    DriverResources resources = spec.resources().driver();
    Map<String, Object> driver =
        pod(spec, resources.cores(), resources.memory(), resources.memoryOverhead());
    driver.put("podName", spec.identity().name());
    // As a template, since the operator's own fields for volumes need its webhook.
    driver.put("template", spec.pods().driver());
    return driver;
  }

  private static Map<String, Object> executor(DriverSpec spec) {
    ExecutorResources resources = spec.resources().executor();
    Map<String, Object> executor =
        pod(spec, resources.cores(), resources.memory(), resources.memoryOverhead());
    executor.put("instances", resources.instances());
    executor.put("template", spec.pods().executor());
    return executor;
  }

  private static Map<String, Object> pod(
      DriverSpec spec, int cores, Memory memory, @Nullable Memory overhead) {
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("cores", cores);
    pod.put("memory", memory.toString());
    if (overhead != null) {
      pod.put("memoryOverhead", overhead.toString());
    }
    pod.put("serviceAccount", spec.pods().serviceAccount());
    pod.put("labels", spec.identity().labels());
    return pod;
  }

  private static Map<String, Object> dynamic(ExecutorResources executor, DynamicAllocation bounds) {
    Map<String, Object> dynamic = new LinkedHashMap<>();
    dynamic.put("enabled", true);
    dynamic.put("minExecutors", bounds.min());
    dynamic.put("initialExecutors", executor.instances());
    dynamic.put("maxExecutors", bounds.max());
    dynamic.put("shuffleTrackingEnabled", true);
    return dynamic;
  }

  @Override
  public Reading read(GenericKubernetesResource driver) {
    String word = Reading.text(driver, "status", "applicationState", "state");
    String message = Reading.text(driver, "status", "applicationState", "errorMessage");
    Phase phase =
        switch (word) {
          case "",
              "SUBMITTED",
              "PENDING_SUBMISSION",
              "PENDING_RERUN",
              "INVALIDATING",
              "SUSPENDING",
              "SUSPENDED",
              "RESUMING" ->
              Phase.WAITING;
          case "RUNNING", "SUCCEEDING", "FAILING" -> Phase.RUNNING;
          case "COMPLETED" -> Phase.SUCCEEDED;
          case "FAILED" -> Phase.FAILED;
          case "SUBMISSION_FAILED" -> Phase.NEVER_STARTED;
          default -> Phase.UNKNOWN;
        };
    return phase == Phase.UNKNOWN
        ? Reading.unknown("the operator", word)
        : Reading.of(word, phase, message);
  }
}
