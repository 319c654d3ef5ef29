package io.switchyard.adapters.standalone;

import io.switchyard.adapters.standalone.ScriptedMaster.Driver;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncherContract;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.placement.Backend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class ScriptedContractTest extends JobLauncherContract {

  @TempDir private Path temp;
  private final JobIds ids = new SequentialIds();
  private Scripted scripted;

  @BeforeEach
  void start() throws Exception {
    scripted = new Scripted(temp);
  }

  @AfterEach
  void stop() {
    scripted.close();
  }

  @Override
  protected Backend backend() {
    return scripted.backend();
  }

  @Override
  protected JobRequest succeeding() {
    return Scripted.REQUEST;
  }

  @Override
  protected JobRequest failing() {
    return Scripted.REQUEST;
  }

  @Override
  protected JobRequest endless() {
    return Scripted.REQUEST;
  }

  @Override
  protected JobRequest impossible() {
    return TestJobs.request(
        Scripted.REQUEST.spec(),
        new SparkVersion("9.9"),
        TestJobs.ONE_SMALL_EXECUTOR,
        SparkSettings.NONE);
  }

  @Override
  protected int driversOf(Execution execution) {
    return scripted.driversOf(execution).size();
  }

  @Override
  protected JobIds ids() {
    return ids;
  }

  @Override
  protected void settle(Execution execution, Phase phase) {
    Driver driver = scripted.driversOf(execution).get(0);
    if (phase == Phase.SUCCEEDED) {
      driver.logs.put("stdout", "hello from the driver\n".getBytes(StandardCharsets.UTF_8));
      driver.state = "FINISHED";
    } else if (phase == Phase.FAILED) {
      byte[] said = "[switchyard] failed planned failure\n".getBytes(StandardCharsets.UTF_8);
      driver.logs.put("stderr", said);
      driver.state = "FAILED";
    }
  }
}
