package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchyard.adapters.emr.EmrConfig;
import io.switchyard.adapters.emr.EmrConfig.Access;
import io.switchyard.adapters.emr.EmrConfig.ClusterProfile;
import io.switchyard.adapters.emr.EmrConfig.EtlRelease;
import io.switchyard.adapters.emr.EmrConfig.Fleet;
import io.switchyard.adapters.emr.EmrConfig.Group;
import io.switchyard.adapters.emr.EmrConfig.Hardware;
import io.switchyard.adapters.emr.EmrConfig.ManagedScaling;
import io.switchyard.adapters.emr.EmrConfig.Node;
import io.switchyard.adapters.emr.EmrConfig.PerJob;
import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Profile;
import io.switchyard.adapters.emr.EmrConfig.Release;
import io.switchyard.adapters.emr.EmrConfig.Role;
import io.switchyard.adapters.emr.EmrConfig.S3Location;
import io.switchyard.adapters.emr.EmrConfig.Security;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import io.switchyard.adapters.emr.EmrConfig.Storage;
import io.switchyard.domain.job.ArtifactUri;
import io.switchyard.domain.job.SparkVersion;
import io.switchyard.domain.placement.BackendKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmrSettingsTest {

  private static final SparkVersion SPARK = new SparkVersion("3.5.6");
  private static final Storage STORAGE =
      new Storage(new S3Location("acme", "work"), new S3Location("acme", "logs"));
  private static final String LEAST =
      """
      backends:
      - id: emr
        kind: emr
        emr:
          region: eu-west-1
          work_location: s3://acme/work/
          log_location: s3://acme/logs
          shared_cluster: {id: j-2AL4XXXXXX5T9, spark_version: 3.5.6}
      core_etl:
        versions: {"2.7.0": {jar: "s3://jars/etl.jar"}}
      """;

  @TempDir private Path folder;

  private Config load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
    return ConfigSources.load(file, Map.of(), null);
  }

  private EmrSettings emr(String yaml) throws IOException {
    return load(yaml).backends().get(0).emr();
  }

  @Test
  void the_example_in_the_documentation_is_a_configuration() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "emr.md"));
    int begin = page.indexOf("```yaml") + "```yaml".length();
    assertThat(emr(page.substring(begin, page.indexOf("```", begin))).clusters())
        .isInstanceOf(PerJob.class);
  }

  @Test
  void little_is_needed() throws IOException {
    Config config = load(LEAST);
    assertThat(config.backends().get(0).place().kind()).isEqualTo(BackendKind.EMR);
    assertThat(config.backends().get(0).emr())
        .isEqualTo(
            new EmrSettings(
                new Access("eu-west-1", null, null, 5, Duration.ofSeconds(5)),
                new Shared("j-2AL4XXXXXX5T9", SPARK),
                STORAGE,
                Profile.PLAIN));
  }

  @Test
  void everything_can_be_said() throws IOException {
    EmrSettings settings =
        emr(
            """
            backends:
            - id: emr
              kind: emr
              emr:
                region: us-gov-west-1
                role: {arn: "arn:aws:iam::123456789012:role/x", external_id: e}
                endpoint: "http://localhost:5000"
                calls_per_second: 7
                poll_every: 9s
                work_location: s3://acme/work
                log_location: s3://acme/logs
                cluster_per_team:
                  idle_timeout: 30m
                  step_concurrency: 20
                  releases: [{spark_version: 3.5.6, release_label: emr-7.10.0}]
                  instance_fleets:
                  - {node: primary, instance_types: [{instance_type: m7g.xlarge}], on_demand: 1}
                  - node: core
                    instance_types: [{instance_type: a, weight: 4}, {instance_type: b, weight: 8}]
                    on_demand: 8
                    spot: 32
                  subnets: [subnet-1, subnet-2]
                  security:
                    service_role: s
                    instance_profile: i
                    security_configuration: c
                    key_name: k
                    primary_group: sg-1
                    core_group: sg-2
                    service_group: sg-3
                  managed_scaling: {unit: InstanceFleetUnits, min: 8, max: 80}
                  tags: {cost-centre: cc}
                spark_config: {spark.eventLog.enabled: "true"}
                allow_spark_config: [spark.yarn.queue]
                agent_jar: "s3://acme/agent.jar"
            """);
    ClusterProfile profile =
        new ClusterProfile(
            List.of(new Release(SPARK, "emr-7.10.0")),
            new Hardware(
                List.of(),
                List.of(
                    new Fleet(Node.PRIMARY, Map.of("m7g.xlarge", 1), 1, 0),
                    new Fleet(Node.CORE, Map.of("a", 4, "b", 8), 8, 32)),
                List.of("subnet-1", "subnet-2")),
            new Security("s", "i", "c", "k", "sg-1", "sg-2", "sg-3"),
            new ManagedScaling("InstanceFleetUnits", 8, 80),
            Map.of("cost-centre", "cc"));
    assertThat(settings)
        .isEqualTo(
            new EmrSettings(
                new Access(
                    "us-gov-west-1",
                    new Role("arn:aws:iam::123456789012:role/x", "e"),
                    URI.create("http://localhost:5000"),
                    7,
                    Duration.ofSeconds(9)),
                new PerTeam(profile, Duration.ofMinutes(30), 20),
                STORAGE,
                new Profile(
                    Map.of("spark.eventLog.enabled", "true"),
                    Set.of("spark.yarn.queue"),
                    new ArtifactUri("s3://acme/agent.jar"))));
  }

  @Test
  void groups_are_said_as_well() throws IOException {
    String own =
        """
        cluster_per_job:
              releases: [{spark_version: 3.5.6, release_label: emr-7.10.0}]
              instance_groups:
              - {node: primary, instance_type: m7g.xlarge}
              - {node: task, instance_type: r7g.xlarge, count: 4, spot: true}
              subnets: [subnet-1]\
        """;
    String yaml = LEAST.replace("shared_cluster: {id: j-2AL4XXXXXX5T9, spark_version: 3.5.6}", own);
    assertThat(((PerJob) emr(yaml).clusters()).profile().hardware().groups())
        .containsExactly(
            new Group(Node.PRIMARY, "m7g.xlarge", 1, false),
            new Group(Node.TASK, "r7g.xlarge", 4, true));
  }

  @Test
  void what_is_wrong_is_named() {
    refused("region: eu-west-1", "region: Ireland", "emr.region");
    refused("s3://acme/logs", "/var/log", "is not a folder in S3");
    refused("j-2AL4XXXXXX5T9", "my-cluster", "shared_cluster.id");
    refused("spark_version: 3.5.6", "spark_version: '3.5'", "is a line");
    refused("shared_cluster:", "# ", "give exactly one of shared_cluster");
    refused("kind: emr", "kind: sk8", "give kubernetes, and nothing else");
    refused("region: eu-west-1", "region: eu-west-1\n    regoin: x", "did you mean");
  }

  private void refused(String right, String wrong, String told) {
    assertThatThrownBy(() -> load(LEAST.replace(right, wrong))).hasMessageContaining(told);
  }

  @Test
  void the_adapter_is_told_the_releases_of_core_etl() throws IOException {
    Config config = load(LEAST);
    BackendConfig backend = config.backends().get(0);
    EmrConfig told = new EmrConfigs(config.coreEtl()).of(backend, backend.emr());
    assertThat(told.coreEtl().releases())
        .containsEntry(
            "2.7.0", new EtlRelease(new ArtifactUri("s3://jars/etl.jar"), EtlRelease.MAIN_CLASS));
    assertThat(told.id()).isEqualTo(backend.id());
  }
}
