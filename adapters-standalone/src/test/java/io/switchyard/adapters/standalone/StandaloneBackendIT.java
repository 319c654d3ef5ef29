package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtl;
import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtlRelease;
import io.switchyard.adapters.standalone.StandaloneConfig.Embedded;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Homes;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Times;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Runtime;
import io.switchyard.adapters.standalone.embedded.TestSpark;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverConnect;
import io.switchyard.domain.job.DriverReport;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobMetrics;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.etl.EtlSpec;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncherContract;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.placement.Backend;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The contract and a job that uses executors, on a real master and worker. */
final class StandaloneBackendIT extends JobLauncherContract {

  private static final String PYTHON = "SWITCHYARD_TEST_PYTHON";
  private static final Map<String, String> HEADER = Map.of("header", "true");
  private static final JobIds IDS = new SequentialIds();
  private static final SparkVersion VERSION = new SparkVersion(TestSpark.version());

  @TempDir private static Path temp;
  private static Path jobs;
  private static StandaloneConfig config;
  private static StandaloneBackend standalone;

  @BeforeAll
  static void start() throws Exception {
    Path home = TestSpark.home();
    jobs = TestJobs.compile(home, temp);
    EmbeddedConfig embedded =
        new EmbeddedConfig(
            temp.resolve("state"),
            List.of(VERSION.value()),
            new Homes(home, null),
            new Size(4, 2048),
            Times.DEFAULT);
    config =
        new StandaloneConfig(
            JobExamples.BACKEND,
            temp.resolve("exchange"),
            new Embedded(embedded),
            new CoreEtl(Map.of(), coreEtl()),
            pythons());
    standalone = StandaloneBackend.open(config, InstantSource.system());
    Eventually.get(
        Duration.ofSeconds(90), () -> List.of(standalone.ready()), Boolean::booleanValue);
  }

  private static CoreEtlRelease coreEtl() throws Exception {
    var jar = Class.forName(CoreEtlRelease.MAIN_CLASS).getProtectionDomain().getCodeSource();
    Path file = Path.of(jar.getLocation().toURI());
    return new CoreEtlRelease("test", new ArtifactUri(file.toString()), CoreEtlRelease.MAIN_CLASS);
  }

  private static Map<SparkVersion, String> pythons() {
    String python = System.getenv().getOrDefault(PYTHON, "");
    return python.isEmpty() ? Map.of() : Map.of(VERSION, python);
  }

  @AfterAll
  static void stop() {
    if (standalone != null) {
      standalone.close();
    }
  }

  @Override
  protected Backend backend() {
    return standalone.backend();
  }

  @Override
  protected JobRequest succeeding() {
    return TestJobs.request(TestJobs.jar(jobs, "com.acme.Jobs$Hello", "a", "b c"));
  }

  @Override
  protected JobRequest failing() {
    return TestJobs.request(TestJobs.jar(jobs, "com.acme.Jobs$Failing"));
  }

  @Override
  protected JobRequest endless() {
    return TestJobs.request(TestJobs.jar(jobs, "com.acme.Jobs$Endless"));
  }

  @Override
  protected JobRequest impossible() {
    return TestJobs.request(TestJobs.jar(temp.resolve("missing.jar"), "com.acme.Main"));
  }

  @Override
  protected int driversOf(Execution execution) {
    var masters = standalone.masters();
    ClusterState state = new MasterApi().state(masters.master(VERSION).orElseThrow());
    return state.driversWith(LaunchClass.nameFor(execution.id())).size();
  }

  @Override
  protected JobIds ids() {
    return IDS;
  }

  @Override
  protected void settle(Execution execution, Phase phase) {
    // Real drivers move by themselves.
  }

  @Test
  void executors_have_the_jobs_classes_and_what_they_did_is_counted() throws Exception {
    JobRequest request =
        TestJobs.request(
            TestJobs.jar(jobs, "com.acme.Jobs$Doubling", temp.resolve("lines").toString()),
            null,
            TestJobs.ONE_SMALL_EXECUTOR,
            new SparkSettings(
                Map.of("spark.acme.password", "geheim"), Map.of("STAGE", "stage-of-test")));
    Ran ran = run(request);
    assertThat(ran.end().phase()).as(ran.err()).isEqualTo(Phase.SUCCEEDED);
    assertThat(ran.out()).contains("sum 9900", "app nightly geheim stage-of-test");
    assertThat(ran.err()).doesNotContain("geheim", "stage-of-test");
    DriverReport report = DriverReport.read(ran.err());
    assertThat(report.end()).isEqualTo(Outcome.SUCCEEDED);
    JobMetrics metrics = report.metrics();
    assertThat(metrics).isNotNull();
    assertThat(metrics.recordsRead()).isEqualTo(100);
    assertThat(metrics.tasksCompleted()).isEqualTo(2);
    assertThat(metrics.stagesCompleted()).isEqualTo(1);
    try (Stream<Path> left = Files.list(exchange(ran.execution()))) {
      assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("claimed"));
    }
  }

  @Test
  void core_etl_reads_its_spec_from_the_exchange_folder() throws Exception {
    Path in = temp.resolve("orders.csv");
    Files.writeString(in, "id,amount\n1,10\n2,20\n3,30\n");
    EtlSpec spec =
        EtlSpec.reader()
            .read(
                Map.of(
                    "sources",
                    List.of(Map.of("type", "csv", "path", in.toString(), "options", HEADER)),
                    "sinks",
                    List.of(Map.of("type", "parquet", "path", temp.resolve("out").toString()))));
    Ran ran = run(TestJobs.request(new JobSpec.CoreEtl("2.7.0", spec)));
    assertThat(ran.end().phase()).as(ran.err()).isEqualTo(Phase.SUCCEEDED);
    JobMetrics metrics = DriverReport.read(ran.err()).metrics();
    assertThat(metrics).isNotNull();
    assertThat(metrics.recordsWritten()).isEqualTo(3);
    assertThat(exchange(ran.execution()).resolve("spec.json")).doesNotExist();
  }

  @Test
  void each_of_two_drivers_tells_where_its_own_ui_is_until_it_ends() throws Exception {
    Path gate = temp.resolve("gate-of-two");
    JobRequest request =
        TestJobs.request(TestJobs.jar(jobs, "com.acme.Jobs$Watched", gate.toString()));
    Execution one = execution(request);
    Execution other = execution(request);
    BackendHandle handle = launch(one, request);
    BackendHandle otherHandle = launch(other, request);

    assertThat(uiShows(one, handle)).isNotEqualTo(uiShows(other, otherHandle));

    Files.createFile(gate);
    assertThat(end(handle).phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(end(otherHandle).phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(backend().jobs().ui(one)).isEmpty();
  }

  @Test
  void a_driver_whose_ui_is_turned_off_tells_of_none() throws Exception {
    Path gate = temp.resolve("gate-without-ui");
    JobRequest request =
        TestJobs.request(
            TestJobs.jar(jobs, "com.acme.Jobs$Watched", gate.toString()),
            null,
            TestJobs.ONE_SMALL_EXECUTOR,
            new SparkSettings(Map.of("spark.ui.enabled", "false"), Map.of()));
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    application(handle);
    Files.createFile(gate);
    Path said = exchange(execution).resolve("ui");
    Set<Boolean> told = new HashSet<>();
    Eventually.get(
        patience(),
        () -> {
          told.add(Files.exists(said));
          return backend().jobs().observe(Set.of(handle)).values();
        },
        Observation::ended);
    assertThat(told).containsExactly(false);
  }

  @Test
  void a_driver_with_connect_serves_who_has_its_token_and_ends_like_any_other() throws Exception {
    Path gate = temp.resolve("gate-of-connect");
    JobRequest request =
        TestJobs.request(
            TestJobs.jar(jobs, "com.acme.Jobs$Serving", gate.toString()),
            null,
            TestJobs.ONE_SMALL_EXECUTOR,
            new SparkSettings(Map.of("spark.connect.grpc.binding.port", "1"), Map.of())
                .withConnect());
    Execution execution =
        execution(request).serving(new DriverConnect(ConnectDriver.CONNECT_TOKEN, null));
    BackendHandle handle = launch(execution, request);
    URI address =
        Eventually.get(
            patience(), () -> backend().jobs().connect(execution).stream().toList(), a -> true);
    Eventually.get(
        patience(), () -> log(handle, LogStream.STDOUT).lines().toList(), "made"::equals);

    ConnectProbe probe = probe();
    String session = "00000000-0000-4000-8000-000000000001";
    String query = "query:select assert_true(x = 41) from global_temp.made";
    assertThat(probe.run(address.getPort(), "-", session, query)).startsWith("error UNAUTHENT");
    assertThat(probe.run(address.getPort(), ConnectDriver.CONNECT_TOKEN, session, query))
        .isEqualTo("rows 1");
    assertThat(backend().jobs().busy(execution, "anna", session)).isFalse();
    assertThat(exchange(execution).resolve("connect.token")).doesNotExist();

    Files.createFile(gate);
    assertThat(end(handle).phase()).as(log(handle, LogStream.STDERR)).isEqualTo(Phase.SUCCEEDED);
    assertThat(log(handle, LogStream.STDERR)).doesNotContain(ConnectDriver.CONNECT_TOKEN);
    assertThat(backend().jobs().connect(execution)).isEmpty();
  }

  private static ConnectProbe probe() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    List<String> options = standalone.masters().master(VERSION).orElseThrow().moduleOptions();
    return new ConnectProbe(
        new Runtime(TestSpark.home(), java, 17, options, temp, temp),
        Files.createDirectory(temp.resolve("probe")));
  }

  private static LateRequests late() {
    return new LateRequests(config, standalone.masters(), temp.resolve("state"));
  }

  @Test
  void a_duplicate_that_comes_late_never_runs_the_users_code() throws Exception {
    JobRequest request = endless();
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    Eventually.get(
        patience(), () -> log(handle, LogStream.STDOUT).lines().toList(), "begun"::equals);

    late().assertRanNothing(late().send(execution, request), execution);
    assertThat(backend().jobs().observe(Set.of(handle)).get(handle).phase())
        .isEqualTo(Phase.RUNNING);
    assertThat(backend().jobs().find(execution, request)).contains(handle);

    backend().jobs().stop(handle);
    assertThat(end(handle).phase()).isEqualTo(Phase.KILLED);
    late().assertRanNothing(late().send(execution, request), execution);
  }

  @Test
  void a_launch_that_comes_after_its_execution_was_forbidden_never_runs_the_users_code()
      throws Exception {
    JobRequest request = succeeding();
    Execution execution = execution(request);
    assertThat(backend().jobs().forbid(execution, request)).isEmpty();
    late().assertRanNothing(late().send(execution, request), execution);
  }

  /** What Spark's own UI says of its application, which must be the driver's. */
  private String uiShows(Execution execution, BackendHandle handle) throws Exception {
    String application = application(handle);
    URI ui =
        Eventually.get(
            patience(), () -> backend().jobs().ui(execution).stream().toList(), u -> true);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(ui + "/api/v1/applications")).build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"id\" : \"" + application + "\"");
    return application;
  }

  /** The id of a driver's application, which it prints once it has a context. */
  private String application(BackendHandle handle) {
    return Eventually.get(
            patience(),
            () -> log(handle, LogStream.STDOUT).lines().toList(),
            line -> line.startsWith("application "))
        .substring("application ".length());
  }

  /** Set it to the path of an interpreter that has the pyspark of the tested Spark. */
  @Test
  @EnabledIfEnvironmentVariable(named = PYTHON, matches = ".+")
  void a_python_script_runs_on_driver_and_executors() throws Exception {
    Path script = temp.resolve("job.py");
    Path module = temp.resolve("helping.py");
    Files.writeString(module, "def double(n):\n    return 2 * n\n");
    Files.writeString(
        script,
        """
        import os
        import sys
        import time
        from pyspark.sql import SparkSession
        from helping import double
        spark = SparkSession.builder.getOrCreate()
        print("sum", spark.sparkContext.parallelize(range(100), 2).map(double).sum())
        print("application", spark.sparkContext.applicationId, flush=True)
        for gate in sys.argv[2:]:
            deadline = time.time() + 90
            while not os.path.exists(gate) and time.time() < deadline:
                time.sleep(0.05)
        sys.exit(int(sys.argv[1]))
        """);
    Path gate = temp.resolve("gate-of-python");
    JobRequest watched = TestJobs.request(python(script, module, "0", gate.toString()));
    Execution execution = execution(watched);
    BackendHandle handle = launch(execution, watched);
    uiShows(execution, handle);
    Files.createFile(gate);
    assertThat(end(handle).phase()).isEqualTo(Phase.SUCCEEDED);
    Ran good = run(TestJobs.request(python(script, module, "0")));
    assertThat(good.end().phase()).as(good.err()).isEqualTo(Phase.SUCCEEDED);
    assertThat(good.out()).contains("sum 9900");
    assertThat(DriverReport.read(good.err()).end()).isEqualTo(Outcome.SUCCEEDED);
    Ran bad = run(TestJobs.request(python(script, module, "3")));
    assertThat(bad.end().phase()).as(bad.err()).isEqualTo(Phase.FAILED);
    assertThat(DriverReport.read(bad.err()).cause()).isEqualTo("Python exited with 3");
  }

  private static JobSpec python(Path script, Path module, String... arguments) {
    return new JobSpec.PySpark(
        new ArtifactUri(script.toString()),
        List.of(new ArtifactUri(module.toString())),
        List.of(arguments));
  }

  private record Ran(Execution execution, Observation end, String out, String err) {}

  private Execution execution(JobRequest request) {
    var job = JobExamples.job(request, IDS, Instant.EPOCH);
    return Execution.first(job.current().id(), job.id(), backend().id(), VERSION, Instant.EPOCH);
  }

  /** Drivers of other tests may still be on their way out. */
  private BackendHandle launch(Execution execution, JobRequest request) {
    return Eventually.get(
        patience(), () -> List.of(backend().jobs().launch(execution, request)), handle -> true);
  }

  private Observation end(BackendHandle handle) {
    return Eventually.get(
        patience(), () -> backend().jobs().observe(Set.of(handle)).values(), Observation::ended);
  }

  private Ran run(JobRequest request) {
    Execution execution = execution(request);
    BackendHandle handle = launch(execution, request);
    Observation end = end(handle);
    return new Ran(execution, end, log(handle, LogStream.STDOUT), log(handle, LogStream.STDERR));
  }

  private static Path exchange(Execution execution) {
    return temp.resolve("exchange").resolve(execution.id().value());
  }

  private String log(BackendHandle handle, LogStream stream) {
    LogPage page = backend().logs().read(handle, stream, 0, 10_000_000);
    return new String(page.bytes(), StandardCharsets.UTF_8);
  }
}
