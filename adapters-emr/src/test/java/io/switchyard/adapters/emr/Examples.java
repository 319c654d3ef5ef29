package io.switchyard.adapters.emr;

import io.switchyard.adapters.emr.EmrConfig.Access;
import io.switchyard.adapters.emr.EmrConfig.ClusterProfile;
import io.switchyard.adapters.emr.EmrConfig.Clusters;
import io.switchyard.adapters.emr.EmrConfig.CoreEtl;
import io.switchyard.adapters.emr.EmrConfig.EtlRelease;
import io.switchyard.adapters.emr.EmrConfig.Group;
import io.switchyard.adapters.emr.EmrConfig.Hardware;
import io.switchyard.adapters.emr.EmrConfig.ManagedScaling;
import io.switchyard.adapters.emr.EmrConfig.Node;
import io.switchyard.adapters.emr.EmrConfig.PerJob;
import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Profile;
import io.switchyard.adapters.emr.EmrConfig.Release;
import io.switchyard.adapters.emr.EmrConfig.S3Location;
import io.switchyard.adapters.emr.EmrConfig.Security;
import io.switchyard.adapters.emr.EmrConfig.Storage;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutorResources;
import io.switchyard.domain.job.ExecutorResources.DynamicAllocation;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.JobName;
import io.switchyard.domain.job.JobRequest;
import io.switchyard.domain.job.JobSpec;
import io.switchyard.domain.job.JobType;
import io.switchyard.domain.job.Memory;
import io.switchyard.domain.job.Resources;
import io.switchyard.domain.job.SparkSettings;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.job.etl.EtlSpec;
import io.switchyard.domain.placement.BackendId;
import io.switchyard.domain.placement.BackendKind;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.Place;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs and backends for tests. */
final class Examples {

  static final BackendId BACKEND = new BackendId("emr-eu");
  static final SparkVersion SPARK = new SparkVersion("3.5.6");
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final List<Release> RELEASES =
      List.of(
          new Release(SPARK, "emr-7.10.0"), new Release(new SparkVersion("3.4.1"), "emr-6.15.0"));
  static final Storage STORAGE =
      new Storage(
          S3Location.parse("s3://switchyard/work"), S3Location.parse("s3://switchyard/logs"));

  private static final Resources RESOURCES =
      new Resources(
          new DriverResources(2, Memory.ofGibibytes(4), Memory.ofGibibytes(1)),
          new ExecutorResources(
              2, 4, Memory.ofGibibytes(8), new Memory(1536), new DynamicAllocation(1, 10)));

  private Examples() {}

  static ClusterProfile clusters() {
    return new ClusterProfile(
        RELEASES,
        new Hardware(
            List.of(
                new Group(Node.PRIMARY, "m7g.xlarge", 1, false),
                new Group(Node.CORE, "r7g.2xlarge", 2, false),
                new Group(Node.TASK, "r7g.2xlarge", 4, true)),
            List.of(),
            List.of("subnet-0a1b2c3d")),
        Security.DEFAULT,
        new ManagedScaling("Instances", 2, 20),
        Map.of("cost-centre", "cc-4711"));
  }

  static Clusters perTeam() {
    return new PerTeam(clusters(), Duration.ofMinutes(30), 20);
  }

  static Clusters perJob() {
    return new PerJob(clusters());
  }

  /** A backend at an address. */
  static EmrConfig config(Clusters clusters, @Nullable URI endpoint, int callsPerSecond) {
    return config(clusters, endpoint, callsPerSecond, STORAGE, Profile.PLAIN);
  }

  static EmrConfig config(
      Clusters clusters,
      @Nullable URI endpoint,
      int callsPerSecond,
      Storage storage,
      Profile profile) {
    return new EmrConfig(
        BACKEND,
        Place.anywhere(BackendKind.EMR),
        new Access("eu-west-1", null, endpoint, callsPerSecond, Duration.ZERO),
        clusters,
        storage,
        profile,
        new CoreEtl(
            Map.of(
                "2.7.0",
                new EtlRelease(new ArtifactUri("s3://jars/core-etl.jar"), EtlRelease.MAIN_CLASS)),
            null));
  }

  /** A backend that says all there is to say. */
  static EmrConfig rich(Clusters clusters) {
    return config(
        clusters,
        null,
        5,
        STORAGE,
        new Profile(
            Map.of("spark.eventLog.enabled", "true", "spark.sql.adaptive.enabled", "true"),
            Set.of("spark.yarn.queue"),
            new ArtifactUri("s3://jars/spark-agent.jar")));
  }

  static JobRequest request(
      JobSpec spec, @Nullable SparkVersion version, Resources resources, SparkSettings settings) {
    return new JobRequest(
        new JobName("Nightly load 2"),
        new Team("feateng"),
        "anna@example.com",
        spec,
        JobType.BATCH,
        version,
        resources,
        settings,
        null);
  }

  /** Settings and variables for all to see, and others. */
  static SparkSettings settings() {
    return new SparkSettings(
        Map.of(
            "spark.sql.shuffle.partitions", "4",
            "spark.sql.adaptive.enabled", "false",
            "spark.yarn.queue", "nightly",
            "spark.hadoop.fs.s3a.secret.key", "pass \"word\\"),
        Map.of("STAGE", "test", "DB_PASSWORD", "hunter2 isn't"));
  }

  static JobRequest jar() {
    return request(
        new JobSpec.CustomJar(
            new ArtifactUri("s3://jars/app.jar"), "com.acme.Main", List.of("--date", "today")),
        null,
        RESOURCES,
        settings());
  }

  static JobRequest python() {
    return request(
        new JobSpec.PySpark(
            new ArtifactUri("s3://jobs/main.py"),
            List.of(new ArtifactUri("s3://jobs/lib.zip")),
            List.of("10")),
        new SparkVersion("3.5"),
        Resources.DEFAULT,
        SparkSettings.NONE);
  }

  static JobRequest etl() {
    return request(
        new JobSpec.CoreEtl("2.7.0", EtlSpec.reader().read(etlTree())),
        null,
        RESOURCES,
        SparkSettings.NONE);
  }

  private static Map<String, Object> etlTree() {
    return Map.of(
        "sources",
        List.of(Map.of("name", "people", "type", "csv", "path", "s3://in/people.csv")),
        "transformations",
        List.of(Map.of("name", "all", "type", "sql", "query", "SELECT * FROM people")),
        "sinks",
        List.of(Map.of("type", "parquet", "path", "s3://out/people", "mode", "overwrite")));
  }

  static Execution execution() {
    return execution("exec-01kaj3vg5n0c2a4e6g8j0m2p4r");
  }

  static Execution execution(String id) {
    return Execution.first(
        new ExecutionId(id), new JobId("job-01kaj3vg5n0c2a4e6g8j0m2p4q"), BACKEND, SPARK, NOW);
  }
}
