package io.switchyard.adapters.k8s;

import io.switchyard.adapters.k8s.K8sConfig.Client;
import io.switchyard.adapters.k8s.K8sConfig.Clusters;
import io.switchyard.adapters.k8s.K8sConfig.CoreEtl;
import io.switchyard.adapters.k8s.K8sConfig.Image;
import io.switchyard.adapters.k8s.K8sConfig.InCluster;
import io.switchyard.adapters.k8s.K8sConfig.Mode;
import io.switchyard.adapters.k8s.K8sConfig.Namespaces;
import io.switchyard.adapters.k8s.K8sConfig.PodTemplates;
import io.switchyard.adapters.k8s.K8sConfig.Profile;
import io.switchyard.adapters.k8s.K8sConfig.Release;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.DriverResources;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState;
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
import io.switchyard.domain.placement.Environment;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.placement.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs and backends for tests. */
final class Examples {

  static final BackendId BACKEND = new BackendId("k8s-eu");
  static final SparkVersion SPARK = new SparkVersion("4.1.2");
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final List<Image> IMAGES =
      List.of(
          new Image(SPARK, "apache/spark:4.1.2", "IfNotPresent", true),
          new Image(new SparkVersion("3.5.7"), "apache/spark:3.5.7-java17", "Always", false));

  private static final Resources RESOURCES =
      new Resources(
          new DriverResources(2, Memory.ofGibibytes(4), Memory.ofGibibytes(1)),
          new ExecutorResources(
              2, 4, Memory.ofGibibytes(8), new Memory(1536), new DynamicAllocation(1, 10)));

  private Examples() {}

  /** A backend with nothing but images. */
  static K8sConfig plain(Mode mode) {
    return config(mode, Namespaces.REQUIRED, new Profile(IMAGES));
  }

  static K8sConfig config(Mode mode, Namespaces namespaces, Profile profile) {
    return config(BACKEND, mode, namespaces, profile, null, Client.DEFAULT);
  }

  static K8sConfig config(
      Mode mode, Namespaces namespaces, Profile profile, @Nullable Clusters clusters) {
    return config(BACKEND, mode, namespaces, profile, clusters, Client.DEFAULT);
  }

  static K8sConfig config(BackendId id, Mode mode, Namespaces namespaces, Profile profile) {
    return config(id, mode, namespaces, profile, null, Client.DEFAULT);
  }

  static K8sConfig config(Mode mode, Namespaces namespaces, Profile profile, Client client) {
    return config(BACKEND, mode, namespaces, profile, null, client);
  }

  private static K8sConfig config(
      BackendId id,
      Mode mode,
      Namespaces namespaces,
      Profile profile,
      @Nullable Clusters clusters,
      Client client) {
    return new K8sConfig(
        id,
        Place.anywhere(BackendKind.SK8),
        Environment.DEV,
        mode,
        new InCluster(),
        namespaces,
        profile,
        new CoreEtl(
            Map.of(
                "2.7.0",
                new Release(new ArtifactUri("local:///opt/etl/core-etl.jar"), Release.MAIN_CLASS)),
            null),
        clusters,
        client);
  }

  /** A backend that says all there is to say. */
  static K8sConfig rich(Mode mode) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("nodeSelector", Map.of("pool", "spark"));
    spec.put(
        "tolerations",
        List.of(Map.of("key", "spark", "operator", "Exists", "effect", "NoSchedule")));
    spec.put("volumes", List.of(Map.of("name", "scratch", "emptyDir", Map.of())));
    spec.put(
        "containers",
        List.of(
            Map.of(
                "name",
                "spark",
                "volumeMounts",
                List.of(Map.of("name", "scratch", "mountPath", "/scratch")))));
    Map<String, Object> template =
        Map.of("metadata", Map.of("annotations", Map.of("pool/owner", "data")), "spec", spec);
    return config(
        mode,
        new Namespaces(true, Map.of("requests.cpu", "400", "pods", "500")),
        new Profile(
            IMAGES,
            Profile.SERVICE_ACCOUNT,
            Map.of("cost-centre", "cc-4711"),
            Map.of("spark.eventLog.enabled", "true", "spark.sql.adaptive.enabled", "true"),
            Set.of("spark.kubernetes.allocation.batch.size"),
            new ArtifactUri("local:///opt/switchyard/spark-agent.jar"),
            new PodTemplates(template, template),
            Duration.ofMinutes(30)));
  }

  static JobRequest request(JobSpec spec) {
    return request(spec, null, RESOURCES, SparkSettings.NONE);
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
            "spark.kubernetes.allocation.batch.size", "20",
            "spark.hadoop.fs.s3a.secret.key", "pass \"word\\"),
        Map.of("STAGE", "test", "DB_PASSWORD", "hunter2"));
  }

  static JobRequest jar() {
    return request(
        new JobSpec.CustomJar(
            new ArtifactUri("s3a://jars/app.jar"), "com.acme.Main", List.of("--date", "today")),
        null,
        RESOURCES,
        settings());
  }

  static JobRequest ofTeam(String team) {
    JobRequest r = etl();
    return new JobRequest(
        r.name(),
        new Team(team),
        r.user(),
        r.spec(),
        r.type(),
        null,
        r.resources(),
        r.settings(),
        null);
  }

  static JobRequest python() {
    return request(
        new JobSpec.PySpark(
            new ArtifactUri("s3a://jobs/main.py"),
            List.of(new ArtifactUri("s3a://jobs/lib.zip")),
            List.of("10")),
        new SparkVersion("4.1"),
        Resources.DEFAULT,
        SparkSettings.NONE);
  }

  static JobRequest etl() {
    return request(new JobSpec.CoreEtl("2.7.0", EtlSpec.reader().read(etlTree())));
  }

  private static Map<String, Object> etlTree() {
    return Map.of(
        "sources",
        List.of(Map.of("name", "people", "type", "csv", "path", "s3a://in/people.csv")),
        "transformations",
        List.of(Map.of("name", "all", "type", "sql", "query", "SELECT * FROM people")),
        "sinks",
        List.of(Map.of("type", "parquet", "path", "s3a://out/people", "mode", "overwrite")));
  }

  static Execution execution() {
    return execution(new ExecutionState.Queued(NOW, ""));
  }

  /** An execution whose first launch that may have had an effect was at that time. */
  static Execution launchingSince(Instant since) {
    return execution(new ExecutionState.Pending(NOW, "").launching(since));
  }

  private static Execution execution(ExecutionState state) {
    return Execution.first(
            new ExecutionId("exec-01kaj3vg5n0c2a4e6g8j0m2p4r"),
            new JobId("job-01kaj3vg5n0c2a4e6g8j0m2p4q"),
            BACKEND,
            SPARK,
            NOW)
        .in(state);
  }
}
