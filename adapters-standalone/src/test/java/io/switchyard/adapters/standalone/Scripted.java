package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ScriptedMaster.Driver;
import io.switchyard.adapters.standalone.StandaloneConfig.CoreEtl;
import io.switchyard.adapters.standalone.StandaloneConfig.Remote;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncher;
import io.switchyard.ports.job.JobLogs;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.job.SettableClock;
import io.switchyard.ports.placement.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A backend on two scripted masters, of Spark 4.1.2 and 3.5.7. */
final class Scripted implements AutoCloseable {

  static final SparkVersion NEW = new SparkVersion("4.1.2");
  static final SparkVersion OLD = new SparkVersion("3.5.7");
  static final JobRequest REQUEST =
      TestJobs.request(TestJobs.jar(Path.of("/jars/app.jar"), "com.acme.Main", "10"));

  final ScriptedMaster master;
  final ScriptedMaster old = new ScriptedMaster();
  final SettableClock clock = new SettableClock();
  final Path exchange;
  private final JobIds ids = new SequentialIds();
  private final StandaloneBackend backend;

  Scripted(Path temp) throws IOException {
    this(temp, new ScriptedMaster());
  }

  /** Closes the master at its end. */
  Scripted(Path temp, ScriptedMaster master) throws IOException {
    this.master = master;
    exchange = temp.resolve("exchange");
    backend = another();
  }

  /** A backend of another process on the same masters. */
  StandaloneBackend another() {
    return StandaloneBackend.open(
        new StandaloneConfig(
            JobExamples.BACKEND,
            exchange,
            new Remote(List.of(master.address("4.1.2"), old.address("3.5.7"))),
            CoreEtl.NONE,
            Map.of()),
        clock);
  }

  Backend backend() {
    return backend.backend();
  }

  JobLauncher jobs() {
    return backend().jobs();
  }

  JobLogs logs() {
    return backend().logs();
  }

  Execution execution() {
    return execution(NEW);
  }

  Execution execution(SparkVersion version) {
    return Execution.first(
        ids.nextExecution(), ids.nextJob(), JobExamples.BACKEND, version, Instant.EPOCH);
  }

  BackendHandle launch(Execution execution) {
    return jobs().launch(execution, REQUEST);
  }

  List<Driver> driversOf(Execution execution) {
    String name = LaunchClass.nameFor(execution.id());
    return master.drivers().stream()
        .filter(d -> d.request.path("mainClass").asText().equals(name))
        .toList();
  }

  /** What the driver's main class does first. */
  void claim(Execution execution, String driver) throws IOException {
    Files.writeString(folder(execution).resolve("claimed"), driver);
  }

  Path folder(Execution execution) {
    return exchange.resolve(execution.id().value());
  }

  Observation observe(BackendHandle handle) {
    return jobs().observe(Set.of(handle)).get(handle);
  }

  @Override
  public void close() {
    backend.close();
    master.close();
    old.close();
  }
}
