package io.switchyard.ports.job;

import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.placement.Backend;

final class FakeBackendTest extends JobLauncherContract {

  private final FakeBackend fake = new FakeBackend();
  private final JobIds ids = new SequentialIds();

  @Override
  protected Backend backend() {
    return fake.backend();
  }

  @Override
  protected JobRequest succeeding() {
    return JobExamples.request();
  }

  @Override
  protected JobRequest failing() {
    return JobExamples.request();
  }

  @Override
  protected JobRequest endless() {
    return JobExamples.request();
  }

  @Override
  protected JobRequest impossible() {
    JobRequest r = JobExamples.request();
    return new JobRequest(
        r.name(),
        r.team(),
        r.user(),
        r.spec(),
        r.type(),
        new SparkVersion("9.9"),
        r.resources(),
        r.settings(),
        null);
  }

  @Override
  protected int driversOf(Execution execution) {
    return fake.drivers();
  }

  @Override
  protected JobIds ids() {
    return ids;
  }

  @Override
  protected void settle(Execution execution, Phase phase) {
    if (phase == Phase.SUCCEEDED) {
      fake.print(execution.id(), LogStream.STDOUT, "hello from the driver");
    } else if (phase == Phase.FAILED) {
      fake.print(execution.id(), LogStream.STDERR, "[switchyard] failed planned failure");
    }
    fake.enter(execution.id(), phase);
  }
}
