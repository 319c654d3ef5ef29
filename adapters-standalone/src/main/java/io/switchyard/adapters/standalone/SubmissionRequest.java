package io.switchyard.adapters.standalone;

import io.switchyard.agent.DriverMain;
import io.switchyard.agentclient.ConnectSettings;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.JobRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of a request for a driver. It has every field that any release since 3.5 asks for, since
 * a missing one is answered with HTTP 400 and a stack trace.
 */
final class SubmissionRequest {

  private static final String LISTENERS = "spark.extraListeners";
  private static final String JAVA_OPTIONS = "spark.driver.extraJavaOptions";
  private static final String METRICS_LISTENER = "io.switchyard.agent.MetricsListener";

  private SubmissionRequest() {}

  static Map<String, Object> of(
      Execution execution,
      JobRequest request,
      LaunchPlan plan,
      ExecutionFolder folder,
      Master master) {
    return new TreeMap<>(
        Map.of(
            "action", "CreateSubmissionRequest",
            "clientSparkVersion", plan.version().value(),
            "appResource", folder.jar().toUri().toString(),
            "mainClass", LaunchClass.nameFor(execution.id()),
            "appArgs", arguments(plan, folder),
            "environmentVariables", variables(execution, request),
            "sparkProperties", properties(execution, request, plan, folder, master)));
  }

  private static Map<String, String> variables(Execution execution, JobRequest request) {
    Map<String, String> variables = request.settings().env();
    return execution.connect() == null ? variables : ConnectSettings.without(variables);
  }

  private static List<String> arguments(LaunchPlan plan, ExecutionFolder folder) {
    return plan.arguments().stream()
        .map(a -> a.equals(LaunchPlan.SPEC_FILE) ? folder.spec().toString() : a)
        .toList();
  }

  private static Map<String, String> properties(
      Execution execution,
      JobRequest request,
      LaunchPlan plan,
      ExecutionFolder folder,
      Master master) {
    Map<String, String> properties = common(request, plan);
    properties.put("spark.master", master.url());
    if (execution.sparkVersion().line().value().startsWith("3.")) {
      String options = String.join(" ", master.moduleOptions());
      properties.merge(JAVA_OPTIONS, options, (users, ours) -> ours + " " + users);
    }
    if (execution.connect() != null) {
      folder.addConnect(properties);
      properties.put(DriverMain.STOPS_CONTEXT, "true");
    }
    properties.put(DriverMain.MAIN_CLASS, plan.mainClass());
    properties.put(DriverMain.EXECUTION, execution.id().value());
    properties.put(DriverMain.FOLDER, folder.path().toString());
    return properties;
  }

  /** What does not depend on the execution, nor on where it is launched. */
  static Map<String, String> common(JobRequest request, LaunchPlan plan) {
    Map<String, String> properties = new TreeMap<>();
    // The UI would look for a port among 16 only, and the driver end if all are taken.
    properties.put("spark.ui.port", "0");
    properties.putAll(plan.settings());
    properties.putAll(resources(plan));
    properties.put("spark.app.name", request.name().value());
    properties.put("spark.submit.deployMode", "cluster");
    properties.put("spark.driver.supervise", "false");
    join(properties, "spark.jars", plan.jars());
    join(properties, "spark.submit.pyFiles", plan.pyFiles());
    // Executors get Python files as they get any file.
    plan.pyFiles().forEach(file -> properties.merge("spark.files", file, SubmissionRequest::and));
    if (plan.python() != null) {
      properties.put("spark.pyspark.python", plan.python());
    }
    properties.merge(LISTENERS, METRICS_LISTENER, SubmissionRequest::and);
    return properties;
  }

  private static Map<String, String> resources(LaunchPlan plan) {
    Map<String, String> properties = new TreeMap<>();
    ExecutorResources executor = plan.resources().executor();
    properties.put("spark.driver.cores", "" + plan.resources().driver().cores());
    properties.put("spark.driver.memory", plan.resources().driver().memory().toString());
    properties.put("spark.executor.cores", "" + executor.cores());
    properties.put("spark.executor.memory", executor.memory().toString());
    properties.put("spark.cores.max", "" + executor.most() * executor.cores());
    DynamicAllocation bounds = executor.dynamicAllocation();
    if (bounds == null) {
      properties.put("spark.dynamicAllocation.enabled", "false");
    } else {
      properties.put("spark.dynamicAllocation.enabled", "true");
      properties.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
      properties.put("spark.dynamicAllocation.minExecutors", "" + bounds.min());
      properties.put("spark.dynamicAllocation.maxExecutors", "" + bounds.max());
      properties.put("spark.dynamicAllocation.initialExecutors", "" + executor.instances());
    }
    return properties;
  }

  private static String and(String before, String more) {
    return before.isBlank() ? more : before + "," + more;
  }

  private static void join(Map<String, String> properties, String key, List<String> values) {
    if (!values.isEmpty()) {
      properties.put(key, String.join(",", values));
    }
  }
}
