package io.switchyard.ports.job;

import io.switchyard.domain.callback.CallbackUrl;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionState;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobName;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.JobType;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.admission.AdmissionPolicy;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.team.Caller;
import io.switchyard.domain.team.Role;
import io.switchyard.domain.team.Team;
import io.switchyard.domain.team.TeamQuotas;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs and people for tests. */
public final class JobExamples {

  public static final BackendId BACKEND = new BackendId("local");
  public static final SparkVersion SPARK = new SparkVersion("4.1.2");
  public static final Caller ANNA = new Caller("anna", Set.of(new Team("data-infra")), Role.MEMBER);
  public static final Caller BORIS = new Caller("boris", Set.of(new Team("ml")), Role.MEMBER);
  public static final Caller VERA = new Caller("vera", Set.of(new Team("data-infra")), Role.VIEWER);
  public static final Caller ROOT = new Caller("root", Set.of(), Role.ADMIN);

  private JobExamples() {}

  /** A valid request of {@link #ANNA}'s. */
  public static JobRequest request() {
    return request("nightly", "data-infra", null);
  }

  public static JobRequest request(String name, String team, @Nullable String idempotencyKey) {
    return new JobRequest(
        new JobName(name),
        new Team(team),
        "anna",
        new JobSpec.CustomJar(new ArtifactUri("/jars/app.jar"), "com.acme.Main", List.of("10")),
        JobType.BATCH,
        null,
        Resources.DEFAULT,
        new SparkSettings(Map.of("spark.sql.shuffle.partitions", "4"), Map.of("STAGE", "test")),
        idempotencyKey);
  }

  /** A request of {@link #ANNA}'s that asks to be called back. */
  public static JobRequest callingBack(String url) {
    return request().callingBack(new CallbackUrl(url));
  }

  /** A job of that request, with its first execution let through and pending. */
  public static Job job(JobRequest request, JobIds ids, Instant at) {
    Job queued = queued(request, ids, at);
    var pending = new ExecutionState.Pending(queued.submittedAt(), "");
    return new Job(
        queued.id(), request, queued.submittedAt(), List.of(queued.current().in(pending)));
  }

  /** A job of that request, whose first execution stands in line. */
  public static Job queued(JobRequest request, JobIds ids, Instant at) {
    return queued(request, SPARK, ids, at);
  }

  /** A job of that request for a Spark release, whose first execution stands in line. */
  public static Job queued(JobRequest request, SparkVersion spark, JobIds ids, Instant at) {
    var id = ids.nextJob();
    Instant submitted = at.truncatedTo(ChronoUnit.MICROS);
    return new Job(
        id,
        request,
        submitted,
        List.of(Execution.first(ids.nextExecution(), id, BACKEND, spark, request, submitted)));
  }

  /** A use case that lets everybody through at once. */
  public static AdmitExecutions admitting(Admissions admissions, InstantSource clock) {
    var policy = new AdmissionPolicy(TeamQuotas.NONE, 1000, Set.of(BACKEND));
    return new AdmitExecutions(admissions, policy, clock);
  }
}
