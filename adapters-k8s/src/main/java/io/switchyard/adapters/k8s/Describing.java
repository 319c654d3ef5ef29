package io.switchyard.adapters.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchyard.adapters.k8s.DriverSpec.Code;
import io.switchyard.adapters.k8s.DriverSpec.Identity;
import io.switchyard.adapters.k8s.DriverSpec.Pods;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.Release;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Describes the driver of an execution, or says why there can be none here. Asks nobody. */
final class Describing {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DRIVER_MAIN = "io.switchyard.agent.DriverMain";
  private static final String METRICS_LISTENER = "io.switchyard.agent.MetricsListener";

  private final K8sConfig config;
  private final DriverPods pods;
  private final Images images;

  Describing(K8sConfig config) {
    this.config = config;
    this.pods = new DriverPods(config);
    this.images = new Images(config.profile().images(), "config.spark_version");
  }

  /** The namespace of a team's jobs. */
  String namespace(JobRequest request) {
    return TeamNamespaces.name(request.team(), config);
  }

  /**
   * The image that a request gets.
   *
   * @throws InvalidInput if there is none
   */
  Image image(JobRequest request) {
    return images.asked(request.sparkVersion());
  }

  /**
   * Whether a request can ever run.
   *
   * @throws InvalidInput if not
   */
  void check(JobRequest request) {
    Image image = image(request);
    code(request.spec(), image);
    checkSettings(request.settings());
  }

  /**
   * The driver of an execution.
   *
   * @throws InvalidInput if it could never run
   */
  DriverSpec describe(Execution execution, JobRequest request) {
    Image image = images.of(execution.sparkVersion());
    checkSettings(request.settings());
    Code code = code(request.spec(), image);
    Settings settings = Settings.of(request.settings(), config.profile().conf());
    Identity identity =
        new Identity(
            execution.id(),
            namespace(request),
            Labels.of(execution, request, config),
            Map.of(
                "switchyard.io/job-name", request.name().value(),
                "switchyard.io/user", request.user()));
    SortedMap<String, String> input = input(request, settings);
    Pods described =
        new Pods(
            config.profile().serviceAccount(),
            pods.driver(identity, settings, input.keySet()),
            pods.executor(identity));
    return new DriverSpec(
        identity,
        image,
        reporting(code),
        conf(execution, request, code, settings),
        input,
        request.resources(),
        described,
        config.profile().ttl());
  }

  private void checkSettings(SparkSettings settings) {
    if (settings.connect()) {
      throw refusal(
          "config.spark_config.spark.plugins",
          "",
          "asks for a Spark Connect server in the driver, which this backend does not offer yet",
          "leave its plugin out");
    }
    Settings.check(settings, config.profile().allowConf(), "config.spark_config");
  }

  private Code code(JobSpec spec, Image image) {
    return spec.fold(this::coreEtl, Describing::customJar, python -> pySpark(python, image));
  }

  private Code coreEtl(JobSpec.CoreEtl spec) {
    Release named = config.coreEtl().releases().get(spec.version());
    Release release = named == null ? config.coreEtl().bundled() : named;
    if (release == null) {
      throw refusal(
          "config.core_etl.version",
          spec.version(),
          "is not a CoreETL release known here",
          "known: "
              + String.join(", ", config.coreEtl().releases().keySet().stream().sorted().toList()));
    }
    List<String> arguments = List.of("--spec-file", Input.path(Input.SPEC));
    return new Code(release.mainClass(), release.jar().value(), List.of(), List.of(), arguments);
  }

  private static Code customJar(JobSpec.CustomJar spec) {
    checkFetchable("config.custom_jar.jar_path", spec.jar());
    return new Code(spec.mainClass(), spec.jar().value(), List.of(), List.of(), spec.arguments());
  }

  private static Code pySpark(JobSpec.PySpark spec, Image image) {
    if (!image.python()) {
      throw refusal(
          "config.pyspark",
          "",
          "cannot run here: the image of Spark %s has no Python".formatted(image.version()),
          "ask for a Spark version whose image has");
    }
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
          "is on a disk that no pod has",
          "write local:///… for a file of the image, or a URL such as s3a://bucket/app.jar");
    }
  }

  /** The driver's own report needs our main class around the user's. */
  private Code reporting(Code code) {
    ArtifactUri agent = config.profile().agentJar();
    return agent == null
        ? code
        : new Code(
            code.python() ? null : DRIVER_MAIN,
            code.resource(),
            List.of(agent.value()),
            code.pyFiles(),
            code.arguments());
  }

  private SortedMap<String, String> conf(
      Execution execution, JobRequest request, Code code, Settings settings) {
    SortedMap<String, String> conf = new TreeMap<>(settings.open());
    conf.put("spark.app.name", request.name().value());
    conf.put("spark.switchyard.execution_id", execution.id().value());
    if (config.profile().agentJar() != null) {
      conf.merge("spark.extraListeners", METRICS_LISTENER, (users, ours) -> users + "," + ours);
      if (code.mainClass() != null) {
        conf.put("spark.switchyard.main_class", code.mainClass());
      }
    }
    return conf;
  }

  private static SortedMap<String, String> input(JobRequest request, Settings settings) {
    SortedMap<String, String> files = new TreeMap<>();
    if (request.spec() instanceof JobSpec.CoreEtl etl) {
      files.put(Input.SPEC, json(etl.spec().toTree()));
    }
    if (!settings.secret().isEmpty()) {
      files.put(Input.JAVA_OPTIONS, Input.javaOptions(settings.secret()));
    }
    settings.secretEnv().forEach((name, value) -> files.put(Settings.key(name), value));
    return files;
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
