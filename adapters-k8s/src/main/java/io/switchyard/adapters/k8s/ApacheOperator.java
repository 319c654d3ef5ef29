package io.switchyard.adapters.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.switchyard.domain.job.Observation.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Drivers by the operator of Apache Spark. */
final class ApacheOperator implements Way {

  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("spark.apache.org")
          .withVersion("v1")
          .withKind("SparkApplication")
          .withPlural("sparkapplications")
          .withNamespaced(true)
          .build();

  /** A driver may wait for its pod's node as long as the job's own limits say. */
  private static final long FOR_EVER = 365L * 24 * 3600 * 1000;

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
    if (spec.code().python()) {
      application.put("pyFiles", pyFiles(spec));
    } else {
      application.put("mainClass", spec.code().mainClass());
      application.put("jars", spec.code().resource());
    }
    application.put("driverArgs", spec.code().arguments());
    application.put("sparkConf", conf(spec));
    application.put("runtimeVersions", Map.of("sparkVersion", spec.image().version().value()));
    application.put("applicationTolerations", tolerations(spec));
    application.put("driverSpec", Map.of("podTemplateSpec", spec.pods().driver()));
    application.put("executorSpec", Map.of("podTemplateSpec", spec.pods().executor()));
    return CustomResource.of(KIND, spec, owner, application);
  }

  /** The operator takes the first of these for the script. */
  private static String pyFiles(DriverSpec spec) {
    List<String> files = new ArrayList<>();
    files.add(spec.code().resource());
    files.addAll(spec.code().pyFiles());
    return String.join(",", files);
  }

  private static SortedMap<String, String> conf(DriverSpec spec) {
    SortedMap<String, String> conf = SparkConf.withResources(spec);
    SparkConf.join(conf, "spark.jars", spec.code().jars());
    conf.put("spark.kubernetes.namespace", spec.identity().namespace());
    conf.put("spark.kubernetes.container.image", spec.image().name());
    conf.put("spark.kubernetes.container.image.pullPolicy", spec.image().pullPolicy());
    String account = spec.pods().serviceAccount();
    conf.put("spark.kubernetes.authenticate.driver.serviceAccountName", account);
    conf.put("spark.kubernetes.authenticate.executor.serviceAccountName", account);
    conf.put("spark.kubernetes.driver.podTemplateContainerName", DriverPods.DRIVER_CONTAINER);
    conf.put("spark.kubernetes.executor.podTemplateContainerName", DriverPods.EXECUTOR_CONTAINER);
    return conf;
  }

  private static Map<String, Object> tolerations(DriverSpec spec) {
    Map<String, Object> tolerations = new LinkedHashMap<>();
    tolerations.put(
        "restartConfig",
        new TreeMap<>(Map.<String, Object>of("restartPolicy", "Never", "maxRestartAttempts", 0)));
    tolerations.put(
        "applicationTimeoutConfig",
        new TreeMap<>(
            Map.of(
                "driverStartTimeoutMillis", FOR_EVER,
                "driverReadyTimeoutMillis", FOR_EVER,
                "executorStartTimeoutMillis", FOR_EVER)));
    // Else the operator deletes the driver's pod at its end, with its log.
    tolerations.put("resourceRetainPolicy", "Always");
    tolerations.put("resourceRetainDurationMillis", spec.ttl().toMillis());
    tolerations.put("ttlAfterStopMillis", spec.ttl().toMillis());
    return tolerations;
  }

  @Override
  public Reading read(GenericKubernetesResource driver) {
    String word = Reading.text(driver, "status", "currentState", "currentStateSummary");
    String message = Reading.text(driver, "status", "currentState", "message");
    if (word.equals("ResourceReleased") || word.equals("TerminatedWithoutReleaseResources")) {
      return read(lastOf(driver, word), message);
    }
    return read(word, message);
  }

  /** How it came to an end, which these words do not tell. */
  private static String lastOf(GenericKubernetesResource driver, String word) {
    Object history = driver.get("status", "stateTransitionHistory");
    SortedMap<Long, String> words = new TreeMap<>();
    if (history instanceof Map<?, ?> map) {
      map.forEach(
          (number, state) -> {
            String said = Reading.text(Reading.field(state, "currentStateSummary"));
            if (Reading.text(number).matches("\\d{1,18}") && ended(said)) {
              words.put(Long.valueOf(Reading.text(number)), said);
            }
          });
    }
    return words.isEmpty() ? word : words.getOrDefault(words.lastKey(), word);
  }

  private static boolean ended(String word) {
    return read(word, "").observation().ended();
  }

  private static Reading read(String word, String message) {
    Phase phase =
        switch (word) {
          case "", "Submitted", "ScheduledToRestart", "DriverRequested" -> Phase.WAITING;
          case "DriverStarted",
              "DriverReady",
              "InitializedBelowThresholdExecutors",
              "RunningHealthy",
              "RunningWithPartialCapacity",
              "RunningWithBelowThresholdExecutors" ->
              Phase.RUNNING;
          case "Succeeded" -> Phase.SUCCEEDED;
          case "Failed", "DriverReadyTimedOut", "ExecutorsStartTimedOut" -> Phase.FAILED;
          case "DriverEvicted" -> Phase.LOST;
          case "SchedulingFailure", "DriverStartTimedOut" -> Phase.NEVER_STARTED;
          default -> Phase.UNKNOWN;
        };
    return phase == Phase.UNKNOWN
        ? Reading.unknown("the operator", word)
        : Reading.of(word, phase, message);
  }
}
