package io.switchyard.domain.job;

import static io.switchyard.domain.input.InputReader.bool;
import static io.switchyard.domain.input.InputReader.integer;
import static io.switchyard.domain.input.InputReader.listOf;
import static io.switchyard.domain.input.InputReader.lowerCaseEnum;
import static io.switchyard.domain.input.InputReader.nonBlankText;
import static io.switchyard.domain.input.InputReader.object;
import static io.switchyard.domain.input.InputReader.oneOf;
import static io.switchyard.domain.input.InputReader.text;
import static io.switchyard.domain.input.InputReader.textMap;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.input.InputObject;
import io.switchyard.domain.input.InputReader;
import io.switchyard.domain.input.InvalidInput;
import io.switchyard.domain.input.InvalidValue;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.etl.EtlSpec;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.placement.Region;
import io.switchyard.domain.team.Team;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobRequest} as a plain tree with the field names of the public API. The API reads it,
 * stores keep it, and two requests with one idempotency key are compared by it, so that all three
 * agree on what a request is.
 */
public final class JobRequestForm {

  private static final Map<String, JobType> JOB_TYPES =
      Map.of("BATCH", JobType.BATCH, "STREAMING", JobType.STREAMING);

  private JobRequestForm() {}

  /**
   * Reads a request.
   *
   * @param user whose job it is when the tree does not say
   * @throws InvalidInput with every mistake in it
   */
  public static JobRequest read(@Nullable Object tree, String user) {
    return InputObject.readRoot(
        tree,
        in -> {
          var name = in.required("name", text().then(JobName::new));
          var team = in.required("team", text().then(Team::new));
          var owner = in.optional("user", nonBlankText(), user);
          var config = in.required("config", object(JobRequestForm::config));
          var policy = RunPolicyForm.read(in);
          var key = in.optional("idempotency_key", text());
          var callback = in.optional("callback_url", text().then(CallbackUrl::new));
          var place = place(in);
          return in.build(
              () ->
                  new JobRequest(
                      name.get(),
                      team.get(),
                      owner.get(),
                      config.get().spec(),
                      config.get().type(),
                      config.get().sparkVersion(),
                      config.get().resources(),
                      config.get().settings(),
                      policy.get(),
                      key.get().orElse(null),
                      callback.get().orElse(null),
                      place.get()));
        });
  }

  private static Supplier<PlaceWish> place(InputObject in) {
    var environment = in.optional("environment", Environment.reader());
    var region = in.optional("region", text().then(Region::new));
    var kind = in.optional("preferred_backend", lowerCaseEnum(BackendKind.class));
    return () ->
        new PlaceWish(
            environment.get().orElse(null), region.get().orElse(null), kind.get().orElse(null));
  }

  private record Config(
      JobSpec spec,
      JobType type,
      @Nullable SparkVersion sparkVersion,
      Resources resources,
      SparkSettings settings) {}

  private static Config config(InputObject in) {
    var version = in.optional("spark_version", text().then(SparkVersion::new));
    var type = in.optional("job_type", oneOf(JOB_TYPES), JobType.BATCH);
    var coreEtl = in.<JobSpec>optional("core_etl", object(JobRequestForm::coreEtl));
    var customJar = in.<JobSpec>optional("custom_jar", object(JobRequestForm::customJar));
    var pySpark = in.<JobSpec>optional("pyspark", object(JobRequestForm::pySpark));
    var resources = in.optional("resources", object(JobRequestForm::resources), Resources.DEFAULT);
    var conf = in.optional("spark_config", textMap(), Map.of());
    var env = in.optional("env_vars", textMap(), Map.of());
    var connect = in.optional("connect", bool(), false);
    long given = Stream.of("core_etl", "custom_jar", "pyspark").filter(in::has).count();
    if (given != 1) {
      in.refuse(
          "",
          "",
          given == 0 ? "says nothing to run" : "says more than one thing to run",
          "give exactly one of core_etl, custom_jar, pyspark");
    }
    return in.build(
        () ->
            new Config(
                coreEtl.get().or(customJar).or(pySpark).orElseThrow(),
                type.get(),
                version.get().orElse(null),
                resources.get(),
                settings(conf.get(), env.get(), connect.get())));
  }

  private static SparkSettings settings(
      Map<String, String> conf, Map<String, String> env, boolean connect) {
    SparkSettings given = new SparkSettings(conf, env);
    return connect ? given.withConnect() : given;
  }

  private static JobSpec coreEtl(InputObject in) {
    var version = in.required("version", text());
    var jobSpec = in.optional("job_spec", EtlSpec.reader());
    var structured = in.optional("structured_spec", EtlSpec.reader());
    if (in.has("job_spec") == in.has("structured_spec")) {
      in.refuse("job_spec", "", "and structured_spec are one thing", "give exactly one of the two");
    }
    return in.build(
        () -> new JobSpec.CoreEtl(version.get(), jobSpec.get().or(structured).orElseThrow()));
  }

  private static JobSpec customJar(InputObject in) {
    var jar = in.required("jar_path", text().then(ArtifactUri::new));
    var mainClass = in.required("main_class", text());
    var arguments = in.optional("args", listOf(text()), List.of());
    return in.build(() -> new JobSpec.CustomJar(jar.get(), mainClass.get(), arguments.get()));
  }

  private static JobSpec pySpark(InputObject in) {
    var script = in.required("script", text().then(ArtifactUri::new));
    var files = in.optional("py_files", listOf(text().then(ArtifactUri::new)), List.of());
    var arguments = in.optional("args", listOf(text()), List.of());
    return in.build(() -> new JobSpec.PySpark(script.get(), files.get(), arguments.get()));
  }

  private static Resources resources(InputObject in) {
    var driver = in.optional("driver", object(JobRequestForm::driver), DriverResources.DEFAULT);
    var executor =
        in.optional("executor", object(JobRequestForm::executor), ExecutorResources.DEFAULT);
    return in.build(() -> new Resources(driver.get(), executor.get()));
  }

  private static DriverResources driver(InputObject in) {
    DriverResources absent = DriverResources.DEFAULT;
    var cores = in.optional("cores", cores(), absent.cores());
    var memory = in.optional("memory", memory(), absent.memory());
    var overhead = in.optional("memory_overhead", memory());
    return in.build(
        () -> new DriverResources(cores.get(), memory.get(), overhead.get().orElse(null)));
  }

  private static ExecutorResources executor(InputObject in) {
    ExecutorResources absent = ExecutorResources.DEFAULT;
    var cores = in.optional("cores", cores(), absent.cores());
    var memory = in.optional("memory", memory(), absent.memory());
    var overhead = in.optional("memory_overhead", memory());
    var dynamic = in.optional("dynamic_allocation", bool(), false);
    var min = in.optional("min_executors", integer(0, ExecutorResources.MAX_INSTANCES));
    var max = in.optional("max_executors", integer(0, ExecutorResources.MAX_INSTANCES));
    var instances = in.optional("instances", integer(1, ExecutorResources.MAX_INSTANCES));
    return in.build(
        () -> {
          DynamicAllocation bounds = bounds(dynamic.get(), min.get(), max.get());
          int first = bounds == null ? absent.instances() : Math.max(1, bounds.min());
          return new ExecutorResources(
              instances.get().orElse(first),
              cores.get(),
              memory.get(),
              overhead.get().orElse(null),
              bounds);
        });
  }

  private static @Nullable DynamicAllocation bounds(
      boolean dynamic, Optional<Integer> min, Optional<Integer> max) {
    if (dynamic) {
      int most =
          max.orElseThrow(
              () ->
                  InvalidValue.at(
                      "max_executors", "", "is required with dynamic_allocation", "add it"));
      return new DynamicAllocation(min.orElse(0), most);
    }
    // Some clients always send 0 for both.
    if (min.orElse(0) != 0 || max.orElse(0) != 0) {
      throw InvalidValue.at(
          min.orElse(0) != 0 ? "min_executors" : "max_executors",
          "",
          "is only for dynamic_allocation",
          "set dynamic_allocation to true or leave it out");
    }
    return null;
  }

  private static InputReader<Integer> cores() {
    return integer(1, DriverResources.MAX_CORES);
  }

  private static InputReader<Memory> memory() {
    return text().then(Memory::parse);
  }

  /** The tree of a request: {@code read(write(r), …)} equals {@code r}. */
  public static Map<String, Object> write(JobRequest request) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", request.name().value());
    tree.put("team", request.team().name());
    tree.put("user", request.user());
    tree.put("config", writeConfig(request));
    RunPolicyForm.write(request.policy(), tree);
    putIfPresent(tree, "idempotency_key", request.idempotencyKey());
    CallbackUrl callback = request.callbackUrl();
    putIfPresent(tree, "callback_url", callback == null ? null : callback.value());
    putIfPresent(tree, "environment", request.place().environment());
    putIfPresent(tree, "region", request.place().region());
    BackendKind kind = request.place().preferredBackend();
    putIfPresent(tree, "preferred_backend", kind == null ? null : kind.word());
    return tree;
  }

  private static Map<String, Object> writeConfig(JobRequest request) {
    Map<String, Object> config = new LinkedHashMap<>();
    putIfPresent(config, "spark_version", request.sparkVersion());
    config.put("job_type", request.type().name());
    request
        .spec()
        .fold(
            etl ->
                config.put(
                    "core_etl", Map.of("version", etl.version(), "job_spec", etl.spec().toTree())),
            jar ->
                config.put(
                    "custom_jar",
                    Map.of(
                        "jar_path", jar.jar().value(),
                        "main_class", jar.mainClass(),
                        "args", jar.arguments())),
            py ->
                config.put(
                    "pyspark",
                    Map.of(
                        "script", py.script().value(),
                        "py_files", py.pyFiles().stream().map(ArtifactUri::value).toList(),
                        "args", py.arguments())));
    config.put("resources", writeResources(request.resources()));
    config.put("spark_config", request.settings().conf());
    config.put("env_vars", request.settings().env());
    if (request.settings().connect()) {
      config.put("connect", true);
    }
    return config;
  }

  private static Map<String, Object> writeResources(Resources resources) {
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("cores", resources.driver().cores());
    driver.put("memory", resources.driver().memory().toString());
    putIfPresent(driver, "memory_overhead", resources.driver().memoryOverhead());
    ExecutorResources e = resources.executor();
    Map<String, Object> executor = new LinkedHashMap<>();
    executor.put("instances", e.instances());
    executor.put("cores", e.cores());
    executor.put("memory", e.memory().toString());
    putIfPresent(executor, "memory_overhead", e.memoryOverhead());
    executor.put("dynamic_allocation", e.dynamicAllocation() != null);
    if (e.dynamicAllocation() != null) {
      executor.put("min_executors", e.dynamicAllocation().min());
      executor.put("max_executors", e.dynamicAllocation().max());
    }
    return Map.of("driver", driver, "executor", executor);
  }

  private static void putIfPresent(Map<String, Object> tree, String key, @Nullable Object value) {
    if (value != null) {
      tree.put(key, value.toString());
    }
  }
}
