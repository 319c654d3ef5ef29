package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtl;
import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtlRelease;
import io.switchyard.adapters.standalone.StandaloneConfig.Remote;
import io.switchyard.domain.input.Violation;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.etl.EtlSpec;
import io.switchyard.ports.job.Fit;
import io.switchyard.ports.job.JobExamples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanningTest {

  private static final ExecutionId ID = new ExecutionId("exec-0000000000000000000000000a");
  private static final CoreEtlRelease BUNDLED =
      new CoreEtlRelease("0.1.0", new ArtifactUri("/lib/etl.jar"), CoreEtlRelease.MAIN_CLASS);
  private static final CoreEtlRelease NAMED =
      new CoreEtlRelease("2.7.0", new ArtifactUri("s3a://lib/etl-2.7.0.jar"), "com.acme.Etl");
  private static final JobSpec ETL =
      new JobSpec.CoreEtl(
          "2.7.0",
          EtlSpec.reader()
              .read(
                  Map.of(
                      "sources", List.of(Map.of("type", "csv", "path", "/in")),
                      "sinks", List.of(Map.of("type", "parquet", "path", "/out")))));

  @TempDir private Path temp;

  /** Masters that are here or elsewhere, with or without Python. */
  private record TestMasters(boolean onThisMachine, boolean python) implements Masters {

    @Override
    public List<SparkVersion> versions() {
      return List.of(Scripted.NEW, new SparkVersion("4.1.0"), Scripted.OLD);
    }

    @Override
    public ClusterSize size(SparkVersion version) {
      return new ClusterSize(1, 4, Memory.ofGibibytes(4));
    }

    @Override
    public Optional<Master> master(SparkVersion version) {
      return Optional.empty();
    }

    @Override
    public boolean bringsPython(SparkVersion version) {
      return python;
    }

    @Override
    public String status(SparkVersion version) {
      return "";
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }

  private StandaloneLauncher launcher(Masters masters, CoreEtl etl, Map<SparkVersion, String> py) {
    StandaloneConfig config = config(etl, py);
    return new StandaloneLauncher(
        masters,
        new MasterApi(),
        config,
        new LaunchTurn(config.exchange()),
        InstantSource.fixed(Instant.EPOCH));
  }

  private StandaloneConfig config(CoreEtl etl, Map<SparkVersion, String> pythons) {
    URI nowhere = URI.create("http://127.0.0.1:1");
    var address =
        new StandaloneConfig.MasterAddress(
            Scripted.NEW, "spark://x:1", nowhere, nowhere, 1, 4, Memory.ofGibibytes(4));
    return new StandaloneConfig(
        JobExamples.BACKEND, temp, new Remote(List.of(address)), etl, pythons);
  }

  private Fit fit(JobRequest request, boolean here) {
    return launcher(new TestMasters(here, false), CoreEtl.NONE, Map.of()).fit(request);
  }

  private static JobRequest version(String version) {
    return TestJobs.request(
        Scripted.REQUEST.spec(),
        new SparkVersion(version),
        TestJobs.ONE_SMALL_EXECUTOR,
        SparkSettings.NONE);
  }

  private static List<String> sentences(Fit fit) {
    assertThat(fit).isInstanceOf(Fit.Refuses.class);
    return ((Fit.Refuses) fit).violations().stream().map(Violation::sentence).toList();
  }

  @Test
  void no_version_is_the_default_and_a_line_its_newest_release() {
    assertThat(fit(Scripted.REQUEST, false)).isEqualTo(new Fit.Runs(Scripted.NEW, List.of()));
    assertThat(fit(version("4.1"), false)).isEqualTo(new Fit.Runs(Scripted.NEW, List.of()));
    assertThat(fit(version("3.5"), false)).isEqualTo(new Fit.Runs(Scripted.OLD, List.of()));
    assertThat(fit(version("4.1.0"), false))
        .isEqualTo(new Fit.Runs(new SparkVersion("4.1.0"), List.of()));
    assertThat(sentences(fit(version("4.1.1"), false)))
        .containsExactly(
            "config.spark_version: \"4.1.1\" is not offered by this backend; offered: 4.1.2,"
                + " 4.1.0, 3.5.7");
  }

  @Test
  void a_jar_must_be_there_where_that_can_be_seen() throws IOException {
    assertThat(sentences(fit(Scripted.REQUEST, true)))
        .containsExactly(
            "config.custom_jar.jar_path: \"file:/jars/app.jar\" does not exist or is not a file;"
                + " name a file on this machine");
    Path jar = Files.createFile(temp.resolve("app.jar"));
    assertThat(fit(TestJobs.request(TestJobs.jar(jar, "com.acme.Main")), true))
        .isInstanceOf(Fit.Runs.class);
    var remote =
        new JobSpec.CustomJar(new ArtifactUri("s3a://b/app.jar"), "com.acme.Main", List.of());
    assertThat(fit(TestJobs.request(remote), true)).isInstanceOf(Fit.Runs.class);
  }

  @Test
  void core_etl_runs_on_the_release_named_or_else_the_bundled_one() {
    Masters masters = new TestMasters(false, false);
    JobRequest request = TestJobs.request(ETL);
    assertThat(sentences(launcher(masters, CoreEtl.NONE, Map.of()).fit(request)))
        .containsExactly(
            "config.core_etl.version: \"2.7.0\" is not a CoreETL release known here; known: ");
    assertThat(launcher(masters, new CoreEtl(Map.of(), BUNDLED), Map.of()).fit(request))
        .isEqualTo(
            new Fit.Runs(
                Scripted.NEW,
                List.of("core_etl 2.7.0 runs on the bundled CoreETL driver (0.1.0)")));
    assertThat(
            launcher(masters, new CoreEtl(Map.of("2.7.0", NAMED), BUNDLED), Map.of()).fit(request))
        .isEqualTo(new Fit.Runs(Scripted.NEW, List.of()));
  }

  @Test
  void pyspark_needs_a_python_with_it_and_a_script_on_disk() {
    var spec = new JobSpec.PySpark(new ArtifactUri("/jobs/a.py"), List.of(), List.of("x"));
    JobRequest request = TestJobs.request(spec);
    assertThat(sentences(fit(request, false)))
        .containsExactly(
            "config.pyspark: cannot run here: the Spark 4.1.2 of this backend brings no Python;"
                + " configure pythons.\"4.1\" as an interpreter that has pyspark 4.1.2, or a"
                + " SPARK_HOME with a python folder");
    var line = Map.of(new SparkVersion("4.1"), "/opt/python");
    assertThat(launcher(new TestMasters(false, false), CoreEtl.NONE, line).fit(request))
        .isInstanceOf(Fit.Runs.class);
    assertThat(launcher(new TestMasters(false, true), CoreEtl.NONE, Map.of()).fit(request))
        .isInstanceOf(Fit.Runs.class);
    var far = new JobSpec.PySpark(new ArtifactUri("s3a://b/a.py"), List.of(), List.of());
    assertThat(sentences(fit(TestJobs.request(far), false)).get(0))
        .startsWith("config.pyspark.script: \"s3a://b/a.py\" is not on a disk of the workers");
  }

  private Map<String, Object> body(JobRequest request, SparkVersion version) {
    Masters masters = new TestMasters(false, false);
    StandaloneConfig config =
        config(new CoreEtl(Map.of(), BUNDLED), Map.of(new SparkVersion("4.1"), "/opt/python"));
    LaunchPlan plan = new Planning(masters, config).plan(request, version);
    Execution first =
        Execution.first(
            ID, new JobId("job-0000000000000000000000000b"), config.id(), version, Instant.EPOCH);
    Execution execution =
        request.settings().connect()
            ? first.serving(new DriverConnect("a-token-of-32-characters-01234567", null))
            : first;
    URI nowhere = URI.create("http://127.0.0.1:1");
    Master master =
        new Master(version, "spark://m:7077", nowhere, nowhere, List.of("--add-opens=a", "-Db=c"));
    var folder = new ExecutionFolder(ID, Path.of("/exchange/" + ID));
    return SubmissionRequest.of(execution, request, plan, folder, master);
  }

  private static final Map<String, String> ALWAYS =
      Map.ofEntries(
          Map.entry("spark.app.name", "nightly"),
          Map.entry("spark.master", "spark://m:7077"),
          Map.entry("spark.submit.deployMode", "cluster"),
          Map.entry("spark.driver.supervise", "false"),
          Map.entry("spark.driver.cores", "1"),
          Map.entry("spark.driver.memory", "512m"),
          Map.entry("spark.executor.cores", "1"),
          Map.entry("spark.executor.memory", "512m"),
          Map.entry("spark.ui.port", "0"),
          Map.entry("spark.switchyard.execution_id", ID.value()),
          Map.entry("spark.switchyard.folder", "/exchange/" + ID));

  private static Map<String, String> with(String... pairs) {
    Map<String, String> all = new TreeMap<>(ALWAYS);
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return all;
  }

  @Test
  void a_custom_jar_on_an_old_line_is_asked_for_with_all_that_line_needs() {
    JobRequest request =
        TestJobs.request(
            Scripted.REQUEST.spec(),
            null,
            new Resources(
                new DriverResources(1, TestJobs.SMALL, null),
                new ExecutorResources(2, 1, TestJobs.SMALL, null, new DynamicAllocation(1, 3))),
            new SparkSettings(
                Map.of(
                    "spark.extraListeners", "com.acme.Listener",
                    "spark.driver.extraJavaOptions", "-Dx=y",
                    "spark.hadoop.fs.s3a.secret.key", "geheim"),
                Map.of("STAGE", "test")));
    Map<String, Object> body = body(request, Scripted.OLD);
    assertThat(body)
        .containsOnly(
            Map.entry("action", "CreateSubmissionRequest"),
            Map.entry("clientSparkVersion", "3.5.7"),
            Map.entry("appResource", "file:///exchange/" + ID + "/" + ID + ".jar"),
            Map.entry("mainClass", "io.switchyard.run.exec_0000000000000000000000000a"),
            Map.entry("appArgs", List.of("10")),
            Map.entry("environmentVariables", Map.of("STAGE", "test")),
            Map.entry(
                "sparkProperties",
                with(
                    "spark.jars", "file:/jars/app.jar",
                    "spark.extraListeners", "com.acme.Listener,io.switchyard.agent.MetricsListener",
                    "spark.driver.extraJavaOptions", "--add-opens=a -Db=c -Dx=y",
                    "spark.cores.max", "3",
                    "spark.dynamicAllocation.enabled", "true",
                    "spark.dynamicAllocation.shuffleTracking.enabled", "true",
                    "spark.dynamicAllocation.minExecutors", "1",
                    "spark.dynamicAllocation.maxExecutors", "3",
                    "spark.dynamicAllocation.initialExecutors", "2",
                    "spark.switchyard.main_class", "com.acme.Main")));
  }

  @Test
  void a_driver_with_connect_listens_for_the_platform_alone_whatever_the_job_says() {
    SparkSettings asked =
        new SparkSettings(
                Map.of(
                    "spark.plugins", "com.acme.Plugin",
                    "spark.connect.grpc.binding.port", "15002",
                    "spark.connect.grpc.interceptor.classes", "com.acme.Interceptor",
                    "spark.connect.authenticate.token", "geheim"),
                Map.of("SPARK_CONNECT_AUTHENTICATE_TOKEN", "geheim", "STAGE", "test"))
            .withConnect();
    JobRequest request =
        TestJobs.request(Scripted.REQUEST.spec(), null, TestJobs.ONE_SMALL_EXECUTOR, asked);
    Map<String, Object> body = body(request, Scripted.NEW);
    assertThat(body.toString()).doesNotContain("geheim");
    assertThat(body.get("environmentVariables")).isEqualTo(Map.of("STAGE", "test"));
    assertThat(body.get("sparkProperties"))
        .isEqualTo(
            with(
                "spark.jars", "file:/jars/app.jar,file:///exchange/" + ID + "/switchyard-agent.jar",
                "spark.plugins",
                    "com.acme.Plugin,org.apache.spark.sql.connect.SparkConnectPlugin,"
                        + "io.switchyard.agent.ClusterPlugin",
                "spark.connect.grpc.interceptor.classes",
                    "com.acme.Interceptor,io.switchyard.agent.TokenInterceptor",
                "spark.connect.execute.reattachable.observerRetryBufferSize", "64m",
                "spark.connect.grpc.binding.address", "127.0.0.1",
                "spark.connect.grpc.binding.port", "0",
                "spark.switchyard.stops_context", "true",
                "spark.extraListeners", "io.switchyard.agent.MetricsListener",
                "spark.cores.max", "1",
                "spark.dynamicAllocation.enabled", "false",
                "spark.switchyard.main_class", "com.acme.Main"));
  }

  @Test
  void settings_of_connect_that_have_no_effect_are_told() {
    SparkSettings asked =
        new SparkSettings(
                Map.of("spark.connect.grpc.binding.port", "15002"),
                Map.of("SPARK_CONNECT_AUTHENTICATE_TOKEN", "geheim"))
            .withConnect();
    JobRequest request =
        TestJobs.request(Scripted.REQUEST.spec(), null, TestJobs.ONE_SMALL_EXECUTOR, asked);
    assertThat(fit(request, false).toString())
        .contains("spark.connect.grpc.binding.port has no effect")
        .contains("SPARK_CONNECT_AUTHENTICATE_TOKEN has no effect");
  }

  @Test
  void core_etl_gets_its_spec_as_a_file() {
    Map<String, Object> body = body(TestJobs.request(ETL), Scripted.NEW);
    assertThat(body.get("appArgs"))
        .isEqualTo(List.of("--spec-file", "/exchange/" + ID + "/spec.json"));
    assertThat(body.get("sparkProperties"))
        .isEqualTo(
            with(
                "spark.jars", "file:/lib/etl.jar",
                "spark.extraListeners", "io.switchyard.agent.MetricsListener",
                "spark.cores.max", "1",
                "spark.dynamicAllocation.enabled", "false",
                "spark.switchyard.main_class", "io.switchyard.etl.Main"));
  }

  @Test
  void a_python_script_runs_with_the_configured_interpreter() {
    var spec =
        new JobSpec.PySpark(
            new ArtifactUri("/jobs/a.py"),
            List.of(new ArtifactUri("/jobs/b.py"), new ArtifactUri("/jobs/c.zip")),
            List.of("x", "y z"));
    Map<String, Object> body = body(TestJobs.request(spec), Scripted.NEW);
    assertThat(body.get("appArgs"))
        .isEqualTo(List.of("file:/jobs/a.py", "file:/jobs/b.py,file:/jobs/c.zip", "x", "y z"));
    assertThat(body.get("sparkProperties"))
        .isEqualTo(
            with(
                "spark.submit.pyFiles", "file:/jobs/b.py,file:/jobs/c.zip",
                "spark.files", "file:/jobs/b.py,file:/jobs/c.zip",
                "spark.pyspark.python", "/opt/python",
                "spark.extraListeners", "io.switchyard.agent.MetricsListener",
                "spark.cores.max", "1",
                "spark.dynamicAllocation.enabled", "false",
                "spark.switchyard.main_class", "org.apache.spark.deploy.PythonRunner"));
  }
}
