package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtl;
import io.switchyard.adapters.standalone.StandaloneConfig.Embedded;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Homes;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Size;
import io.switchyard.adapters.standalone.embedded.EmbeddedConfig.Times;
import io.switchyard.adapters.standalone.embedded.TestSpark;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.DriverReport;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobMetrics;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Outcome;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.job.Eventually;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncherContract;
import io.switchyard.ports.job.LogPage;
import io.switchyard.ports.job.LogStream;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.placement.Backend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract and a job that uses executors, on a real master and worker. */
final class StandaloneBackendIT extends JobLauncherContract {

  private static final JobIds IDS = new SequentialIds();
  private static final SparkVersion VERSION = new SparkVersion(TestSpark.version());

  @TempDir private static Path temp;
  private static Path jobs;
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
    standalone =
        StandaloneBackend.open(
            new StandaloneConfig(
                JobExamples.BACKEND,
                temp.resolve("exchange"),
                new Embedded(embedded),
                CoreEtl.NONE,
                Map.of()),
            InstantSource.system());
    Eventually.get(
        Duration.ofSeconds(90), () -> List.of(standalone.ready()), Boolean::booleanValue);
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
    var job = JobExamples.job(request, IDS, Instant.EPOCH);
    Execution execution =
        Execution.first(job.current().id(), job.id(), backend().id(), VERSION, Instant.EPOCH);
    BackendHandle handle = backend().jobs().launch(execution, request);
    Observation end =
        Eventually.get(
            patience(),
            () -> backend().jobs().observe(Set.of(handle)).values(),
            Observation::ended);
    String out = log(handle, LogStream.STDOUT);
    String err = log(handle, LogStream.STDERR);
    assertThat(end.phase()).as(err).isEqualTo(Phase.SUCCEEDED);
    assertThat(out).contains("sum 9900", "app nightly geheim stage-of-test");
    assertThat(err).doesNotContain("geheim", "stage-of-test");
    DriverReport report = DriverReport.read(err);
    assertThat(report.end()).isEqualTo(Outcome.SUCCEEDED);
    JobMetrics metrics = report.metrics();
    assertThat(metrics).isNotNull();
    assertThat(metrics.recordsRead()).isEqualTo(100);
    assertThat(metrics.tasksCompleted()).isEqualTo(2);
    assertThat(metrics.stagesCompleted()).isEqualTo(1);
    assertThat(Files.list(temp.resolve("exchange").resolve(execution.id().value())))
        .extracting(Path::getFileName)
        .containsExactly(Path.of("claimed"));
  }

  private String log(BackendHandle handle, LogStream stream) {
    LogPage page = backend().logs().read(handle, stream, 0, 10_000_000);
    return new String(page.bytes(), StandardCharsets.UTF_8);
  }
}
