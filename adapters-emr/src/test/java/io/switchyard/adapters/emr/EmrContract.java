package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Clusters;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.Observation.Phase;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.ports.job.JobIds;
import io.switchyard.ports.job.JobLauncherContract;
import io.switchyard.ports.job.SequentialIds;
import io.switchyard.ports.placement.Backend;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The port's contract, with moto in place of Amazon. */
abstract class EmrContract extends JobLauncherContract {

  private static final JobIds IDS = new SequentialIds(System.currentTimeMillis() * 1000);

  private final MotoSite moto = MotoSite.get();
  private Aws aws;
  private EmrBackend backend;

  protected abstract Clusters clusters(Aws aws);

  @BeforeEach
  void open() {
    aws = new Aws(moto.url());
    EmrConfig config = Examples.config(clusters(aws), moto.url(), 1000);
    backend = EmrBackend.open(config, new EmrBackend.Budgets(), InstantSource.system());
  }

  @AfterEach
  void close() {
    backend.close();
    aws.close();
  }

  @Override
  protected Backend backend() {
    return backend.backend();
  }

  @Override
  protected JobRequest succeeding() {
    return Examples.etl();
  }

  @Override
  protected JobRequest failing() {
    return Examples.etl();
  }

  @Override
  protected JobRequest endless() {
    return Examples.python();
  }

  @Override
  protected JobRequest impossible() {
    JobSpec spec = Examples.python().spec();
    return Examples.request(spec, new SparkVersion("9.9"), Resources.DEFAULT, SparkSettings.NONE);
  }

  @Override
  protected int driversOf(Execution execution) {
    return aws.machine().steps(execution.id()).size();
  }

  @Override
  protected JobIds ids() {
    return IDS;
  }

  @Override
  protected void settle(Execution execution, Phase phase) {
    aws.machine().settle(execution.id(), phase);
  }
}
