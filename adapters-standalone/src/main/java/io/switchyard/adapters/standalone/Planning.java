package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtlRelease;
import io.switchyard.agentclient.ConnectSettings;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.SparkVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the plan of a request, or says why it could never run here. Asks no master. */
final class Planning {

  private static final String PYTHON_RUNNER = "org.apache.spark.deploy.PythonRunner";

  /** What Spark itself takes for secret ({@code spark.redaction.regex}), and a little more. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|passwd|token|credential|access[.]?key|account[.]key");

  private final Masters masters;
  private final StandaloneConfig config;

  Planning(Masters masters, StandaloneConfig config) {
    this.masters = masters;
    this.config = config;
  }

  /** The release that a request gets. */
  SparkVersion version(JobRequest request) {
    SparkVersion asked = request.sparkVersion();
    List<SparkVersion> offered = masters.versions();
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
                    "offered: "
                        + String.join(", ", offered.stream().map(v -> v.value()).toList())));
  }

  /**
   * The plan of a request on a release that is offered.
   *
   * @throws InvalidInput if it could never run
   */
  LaunchPlan plan(JobRequest request, SparkVersion version) {
    Fitting fitting = Fitting.of(request.resources(), masters.size(version));
    Draft draft =
        request.spec().fold(this::coreEtl, this::customJar, pySpark -> pySpark(pySpark, version));
    Map<String, String> open = new TreeMap<>();
    Map<String, String> secret = new TreeMap<>();
    settings(request)
        .forEach((key, value) -> (SECRET.matcher(key).find() ? secret : open).put(key, value));
    List<String> notes = new ArrayList<>(draft.notes());
    notes.addAll(fitting.notes());
    if (request.settings().connect()) {
      ConnectSettings.overruled(request.settings().conf(), request.settings().env()).stream()
          .map(
              "%s has no effect: Spark Connect in this driver is reached through the gateway"
                  ::formatted)
          .forEach(notes::add);
    }
    return new LaunchPlan(
        version,
        fitting.resources(),
        draft.mainClass(),
        draft.jars(),
        draft.pyFiles(),
        draft.arguments(),
        draft.python(),
        draft.etlSpec(),
        open,
        secret,
        notes);
  }

  private static Map<String, String> settings(JobRequest request) {
    Map<String, String> conf = request.settings().conf();
    return request.settings().connect() ? ConnectSettings.without(conf) : conf;
  }

  private record Draft(
      String mainClass,
      List<String> jars,
      List<String> pyFiles,
      List<String> arguments,
      @Nullable String python,
      @Nullable Map<String, Object> etlSpec,
      List<String> notes) {}

  private Draft coreEtl(JobSpec.CoreEtl spec) {
    CoreEtlRelease named = config.coreEtl().releases().get(spec.version());
    CoreEtlRelease release = named == null ? config.coreEtl().bundled() : named;
    if (release == null) {
      throw refusal(
          "config.core_etl.version",
          spec.version(),
          "is not a CoreETL release known here",
          "known: "
              + String.join(", ", config.coreEtl().releases().keySet().stream().sorted().toList()));
    }
    List<String> notes =
        named != null
            ? List.of()
            : List.of(
                "core_etl %s runs on the bundled CoreETL driver (%s)"
                    .formatted(spec.version(), release.version()));
    return new Draft(
        release.mainClass(),
        List.of(release.jar().value()),
        List.of(),
        List.of("--spec-file", LaunchPlan.SPEC_FILE),
        null,
        spec.spec().toTree(),
        notes);
  }

  private Draft customJar(JobSpec.CustomJar spec) {
    checkThere("config.custom_jar.jar_path", spec.jar());
    return new Draft(
        spec.mainClass(),
        List.of(spec.jar().value()),
        List.of(),
        spec.arguments(),
        null,
        null,
        List.of());
  }

  private Draft pySpark(JobSpec.PySpark spec, SparkVersion version) {
    checkLocal("config.pyspark.script", spec.script());
    checkThere("config.pyspark.script", spec.script());
    for (int i = 0; i < spec.pyFiles().size(); i++) {
      String field = "config.pyspark.py_files[" + i + "]";
      checkLocal(field, spec.pyFiles().get(i));
      checkThere(field, spec.pyFiles().get(i));
    }
    List<String> pyFiles = spec.pyFiles().stream().map(ArtifactUri::value).toList();
    List<String> arguments = new ArrayList<>();
    arguments.add(spec.script().value());
    arguments.add(String.join(",", pyFiles));
    arguments.addAll(spec.arguments());
    return new Draft(
        PYTHON_RUNNER, List.of(), pyFiles, arguments, python(version), null, List.of());
  }

  private @Nullable String python(SparkVersion version) {
    String python = config.pythons().getOrDefault(version, config.pythons().get(version.line()));
    if (python == null && !masters.bringsPython(version)) {
      throw refusal(
          "config.pyspark",
          "",
          "cannot run here: the Spark %s of this backend brings no Python".formatted(version),
          "configure pythons.\"%s\" as an interpreter that has pyspark %s, or a SPARK_HOME with a python folder"
              .formatted(version.line(), version));
    }
    return python;
  }

  /** Spark starts Python only with scripts that the driver can open. */
  private static void checkLocal(String field, ArtifactUri file) {
    if (!"file".equals(file.uri().getScheme()) && !"local".equals(file.uri().getScheme())) {
      throw refusal(
          field, file.value(), "is not on a disk of the workers", "this backend takes file: only");
    }
  }

  private void checkThere(String field, ArtifactUri file) {
    boolean local = "file".equals(file.uri().getScheme()) || "local".equals(file.uri().getScheme());
    String path = file.uri().getPath();
    if (masters.onThisMachine() && local && !(path != null && Files.isRegularFile(Path.of(path)))) {
      throw refusal(
          field, file.value(), "does not exist or is not a file", "name a file on this machine");
    }
  }

  private static InvalidInput refusal(String field, String value, String rule, String fix) {
    return new InvalidInput(List.of(new Violation(field, value, rule, fix)));
  }
}
