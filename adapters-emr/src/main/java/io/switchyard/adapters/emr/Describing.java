package io.switchyard.adapters.emr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.adapters.emr.DriverSpec.Code;
import io.switchyard.adapters.emr.EmrConfig.EtlRelease;
import io.switchyard.adapters.emr.EmrConfig.PerJob;
import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Release;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.ShownSettings;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Describes the driver of an execution, or says why there can be none here. Asks nobody. */
final class Describing {

  /** Steps have their own folder here, on the machine where they run. */
  static final String FOLDER = "/tmp/switchyard-steps/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DRIVER_MAIN = "io.switchyard.agent.DriverMain";
  private static final String METRICS_LISTENER = "io.switchyard.agent.MetricsListener";

  /** Who sets these decides on what queue, as whom and how often drivers run. */
  private static final String OURS = "spark.yarn.";

  private final EmrConfig config;

  Describing(EmrConfig config) {
    this.config = config;
  }

  /** The folder of a step on its machine. */
  static String folder(ExecutionId execution) {
    return FOLDER + execution;
  }

  /** The releases that there are, the default first. */
  private List<SparkVersion> offered() {
    if (config.clusters() instanceof Shared shared) {
      return List.of(shared.sparkVersion());
    } else if (config.clusters() instanceof PerJob own) {
      return own.profile().releases().stream().map(Release::sparkVersion).toList();
    } else if (config.clusters() instanceof PerTeam team) {
      return team.profile().releases().stream().map(Release::sparkVersion).toList();
    }
    throw new IllegalArgumentException("" + config.clusters());
  }

  /**
   * The release that a request gets.
   *
   * @throws InvalidInput if there is none
   */
  SparkVersion version(JobRequest request) {
    SparkVersion asked = request.sparkVersion();
    List<SparkVersion> offered = offered();
    if (asked == null) {
      return offered.get(0);
    }
    return asked
        .newestOf(offered)
        .orElseThrow(
            () ->
                refusal(
                    "config.spark_version",
                    asked.value(),
                    "is not offered by this backend",
                    "offered: " + String.join(", ", offered.stream().map(v -> "" + v).toList())));
  }

  /**
   * Whether a request can ever run.
   *
   * @throws InvalidInput if not
   */
  void check(JobRequest request) {
    version(request);
    code(request.spec(), "");
    checkSettings(request.settings());
  }

  /**
   * The driver of an execution.
   *
   * @throws InvalidInput if it could never run
   */
  DriverSpec describe(Execution execution, JobRequest request) {
    if (!offered().contains(execution.sparkVersion())) {
      throw refusal(
          "config.spark_version",
          execution.sparkVersion().value(),
          "is not offered by this backend any more",
          "");
    }
    checkSettings(request.settings());
    Code code = code(request.spec(), folder(execution.id()));
    SortedMap<String, String> open = new TreeMap<>(config.profile().conf());
    SortedMap<String, String> secret = new TreeMap<>();
    request
        .settings()
        .conf()
        .forEach(
            (key, value) -> {
              open.remove(key);
              (Input.isSecret(key) ? secret : open).put(key, value);
            });
    new TreeMap<>(open).forEach((key, value) -> move(key, value, open, secret));
    return new DriverSpec(
        execution.id(),
        request.name().value(),
        reporting(code),
        conf(execution, code, open),
        input(request, secret),
        request.resources());
  }

  /** The settings of a request's driver, as far as they do not depend on the execution. */
  Map<String, String> shown(JobRequest request) {
    Map<String, String> settings = new TreeMap<>(config.profile().conf());
    settings.putAll(request.settings().conf());
    return ShownSettings.of(SubmitArguments.conf(settings, request.resources()));
  }

  /** Secrets of the backend's own settings. */
  private static void move(
      String key, String value, Map<String, String> open, Map<String, String> secret) {
    if (Input.isSecret(key)) {
      open.remove(key);
      secret.put(key, value);
    }
  }

  private void checkSettings(SparkSettings settings) {
    if (settings.connect()) {
      throw refusal(
          "config.spark_config.spark.plugins",
          "",
          "asks for a Spark Connect server in the driver, which this backend does not offer yet",
          "leave its plugin out");
    }
    List<Violation> violations = new ArrayList<>();
    for (String key : settings.conf().keySet().stream().sorted().toList()) {
      if (key.startsWith(OURS) && !config.profile().allowConf().contains(key)) {
        violations.add(
            new Violation(
                "config.spark_config." + key, "", "is set by this backend", "leave it out"));
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidInput(violations);
    }
  }

  private Code code(JobSpec spec, String folder) {
    return spec.fold(etl -> coreEtl(etl, folder), Describing::customJar, Describing::pySpark);
  }

  private Code coreEtl(JobSpec.CoreEtl spec, String folder) {
    EtlRelease named = config.coreEtl().releases().get(spec.version());
    EtlRelease release = named == null ? config.coreEtl().bundled() : named;
    if (release == null) {
      throw refusal(
          "config.core_etl.version",
          spec.version(),
          "is not a CoreETL release known here",
          "known: "
              + String.join(", ", config.coreEtl().releases().keySet().stream().sorted().toList()));
    }
    List<String> arguments = List.of("--spec-file", folder + "/" + Input.SPEC);
    return new Code(release.mainClass(), release.jar().value(), List.of(), List.of(), arguments);
  }

  private static Code customJar(JobSpec.CustomJar spec) {
    checkFetchable("config.custom_jar.jar_path", spec.jar());
    return new Code(spec.mainClass(), spec.jar().value(), List.of(), List.of(), spec.arguments());
  }

  private static Code pySpark(JobSpec.PySpark spec) {
    checkFetchable("config.pyspark.script", spec.script());
    for (int i = 0; i < spec.pyFiles().size(); i++) {
      checkFetchable("config.pyspark.py_files[" + i + "]", spec.pyFiles().get(i));
    }
    return new Code(
        null,
        spec.script().value(),
        List.of(),
        spec.pyFiles().stream().map(ArtifactUri::value).toList(),
        spec.arguments());
  }

  private static void checkFetchable(String field, ArtifactUri file) {
    if ("file".equals(file.uri().getScheme())) {
      throw refusal(
          field,
          file.value(),
          "is on a disk that no cluster has",
          "write a URL such as s3://bucket/app.jar, or local:///… for a file of the cluster");
    }
  }

  /** The driver's own report needs our main class around the user's. */
  private Code reporting(Code code) {
    ArtifactUri agent = config.profile().agentJar();
    return agent == null
        ? code
        : new Code(
            code.mainClass() == null ? null : DRIVER_MAIN,
            code.resource(),
            List.of(agent.value()),
            code.pyFiles(),
            code.arguments());
  }

  private SortedMap<String, String> conf(
      Execution execution, Code code, SortedMap<String, String> open) {
    SortedMap<String, String> conf = new TreeMap<>(open);
    conf.put("spark.switchyard.execution_id", execution.id().value());
    if (config.profile().agentJar() != null) {
      conf.merge("spark.extraListeners", METRICS_LISTENER, (users, ours) -> users + "," + ours);
      if (code.mainClass() != null) {
        conf.put("spark.switchyard.main_class", code.mainClass());
      }
    }
    return conf;
  }

  private static String input(JobRequest request, Map<String, String> secret) {
    Input input = new Input();
    if (request.spec() instanceof JobSpec.CoreEtl etl) {
      input.file(Input.SPEC, json(etl.spec().toTree()));
    }
    if (!secret.isEmpty()) {
      input.settings(secret);
    }
    new TreeMap<>(request.settings().env()).forEach(input::variable);
    return input.script();
  }

  private static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a spec that was read cannot be written", e);
    }
  }

  static InvalidInput refusal(String field, String value, String rule, String fix) {
    return new InvalidInput(List.of(new Violation(field, value, rule, fix)));
  }
}
