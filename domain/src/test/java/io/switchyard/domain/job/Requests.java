package io.switchyard.domain.job;

import io.switchyard.domain.team.Team;
import java.util.List;

/** Requests for tests. */
final class Requests {

  private Requests() {}

  static JobRequest with(RunPolicy policy, Resources resources) {
    return new JobRequest(
        new JobName("nightly"),
        new Team("data-infra"),
        "anna",
        new JobSpec.CustomJar(new ArtifactUri("/jars/app.jar"), "com.acme.Main", List.of()),
        JobType.BATCH,
        null,
        resources,
        SparkSettings.NONE,
        policy,
        null);
  }

  static JobRequest with(RunPolicy policy) {
    return with(policy, Resources.DEFAULT);
  }
}
