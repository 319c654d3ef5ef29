package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.ports.job.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Requests for drivers of a launcher that had looked, stood still, and sends them when it wakes up:
 * nothing that the platform does keeps them from the master.
 */
final class LateRequests {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final StandaloneConfig config;
  private final Masters masters;
  private final Path work;

  /**
   * @param work a folder somewhere under which the workers' own are
   */
  LateRequests(StandaloneConfig config, Masters masters, Path work) {
    this.config = config;
    this.masters = masters;
    this.work = work;
  }

  BackendHandle send(Execution execution, JobRequest request) throws IOException {
    Master master = master(execution);
    ExecutionFolder folder = Exchange.ofJobs(config.exchange()).of(execution.id());
    LaunchPlan plan = new Planning(masters, config).plan(request, execution.sparkVersion());
    folder.write(plan);
    Map<String, Object> body = SubmissionRequest.of(execution, request, plan, folder, master);
    return new DriverRef(master.version(), execution.id(), new MasterApi().create(master, body))
        .handle();
  }

  private Master master(Execution execution) {
    return masters.master(execution.sparkVersion()).orElseThrow();
  }

  /**
   * That the driver of a late request ends, and has done nothing. Asks the master, not the
   * platform, which of two drivers looks at the one that runs the execution.
   */
  void assertRanNothing(BackendHandle late, Execution execution) {
    String driver = DriverRef.of(late).orElseThrow().driver();
    Eventually.get(
        PATIENCE,
        () -> new MasterApi().state(master(execution)).driver(driver).stream().toList(),
        ClusterState.DriverRow::ended);
    assertThat(said(driver, "stderr")).contains("[switchyard] not run: the execution");
    assertThat(said(driver, "stdout")).isEmpty();
  }

  private String said(String driver, String stream) {
    try (Stream<Path> files = Files.walk(work)) {
      Path log =
          files
              .filter(file -> file.endsWith(Path.of(driver, stream)))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + stream + " of " + driver));
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
