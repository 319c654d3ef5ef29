package io.switchyard.adapters.emr;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.emr.EmrConfig.ClusterProfile;
import io.switchyard.adapters.emr.EmrConfig.Fleet;
import io.switchyard.adapters.emr.EmrConfig.Hardware;
import io.switchyard.adapters.emr.EmrConfig.Node;
import io.switchyard.adapters.emr.EmrConfig.PerTeam;
import io.switchyard.adapters.emr.EmrConfig.Security;
import io.switchyard.adapters.emr.EmrConfig.Shared;
import io.switchyard.domain.job.JobRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.emr.model.StepConfig;

/**
 * What EMR is asked for, as files that people can read. Run with {@code -Dgolden.write=true} to
 * write them anew, and look at what changed.
 */
final class GoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final String WORK = "s3://switchyard/work/executions/exec-1";
  private static final EmrConfig PLAIN =
      Examples.config(new Shared("j-1", Examples.SPARK), null, 5);

  static Stream<Arguments> steps() {
    return Stream.of(
        Arguments.of("step-jar", Examples.rich(Examples.perJob()), Examples.jar()),
        Arguments.of("step-python", PLAIN, Examples.python()),
        Arguments.of("step-etl", Examples.rich(Examples.perTeam()), Examples.etl()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void a_step_is_the_one_in_the_file(String name, EmrConfig config, JobRequest request)
      throws IOException {
    DriverSpec spec = spec(config, request);
    StepConfig step = StepRequests.of(spec, 2, WORK, false);
    StringBuilder text = new StringBuilder();
    text.append("name: ").append(step.name()).append('\n');
    text.append("on failure: ").append(step.actionOnFailureAsString()).append('\n');
    text.append("jar: ").append(step.hadoopJarStep().jar()).append('\n');
    List<String> args = step.hadoopJarStep().args();
    for (int i = 0; i < args.size(); i++) {
      text.append("  ").append(i == 2 ? "(step.sh)" : args.get(i)).append('\n');
    }
    text.append("input:\n");
    spec.input().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    check(name, text.toString());
  }

  @Test
  void what_must_not_be_seen_is_in_the_input_only() {
    DriverSpec spec = spec(Examples.rich(Examples.perJob()), Examples.jar());
    String step = StepRequests.of(spec, 1, WORK, true).toString();
    assertThat(step).contains("spark.sql.shuffle.partitions=4");
    assertThat(step).doesNotContain("hunter2", "pass ", "secret.key", "DB_PASSWORD", "STAGE");
    assertThat(spec.input()).contains("DB_PASSWORD");
    DriverSpec etl = spec(PLAIN, Examples.etl());
    assertThat(StepRequests.of(etl, 1, WORK, true).toString()).doesNotContain("people.csv");
  }

  @Test
  void a_secret_of_the_backends_own_settings_is_no_argument_either() {
    var profile = new EmrConfig.Profile(Map.of("spark.acme.token", "t0ken"), Set.of(), null);
    EmrConfig config = Examples.config(Examples.perJob(), null, 5, Examples.STORAGE, profile);
    DriverSpec spec = spec(config, Examples.python());
    assertThat(StepRequests.of(spec, 1, WORK, true).toString()).doesNotContain("t0ken");
    assertThat(spec.input()).isNotEmpty();
  }

  @Test
  void the_settings_that_are_foretold_are_those_of_the_step() {
    EmrConfig config = Examples.rich(Examples.perJob());
    var foretold = new Describing(config).shown(Examples.jar());
    assertThat(foretold).containsEntry("spark.hadoop.fs.s3a.secret.key", "(secret)");
    List<String> step = StepRequests.arguments(spec(config, Examples.jar()), 1, WORK);
    foretold.forEach(
        (key, value) -> {
          if (!value.equals("(secret)")) {
            assertThat(step).contains(key + "=" + value);
          }
        });
  }

  @Test
  void a_cluster_for_one_job_is_the_one_in_the_file() throws IOException {
    EmrConfig config = Examples.rich(Examples.perJob());
    StepConfig step = StepConfig.builder().name("its step").build();
    var request =
        new ClusterRequests(config)
            .own(Examples.clusters(), Examples.SPARK, "exec-1/1 x", step, Map.of("a", "b"));
    check("cluster-own", readable(request.toString()));
  }

  @Test
  void a_cluster_of_a_team_is_the_one_in_the_file() throws IOException {
    ClusterProfile fleets =
        new ClusterProfile(
            Examples.RELEASES,
            new Hardware(
                List.of(),
                List.of(
                    new Fleet(Node.PRIMARY, Map.of("m7g.xlarge", 1), 1, 0),
                    new Fleet(Node.CORE, Map.of("r7g.xlarge", 4, "r7g.2xlarge", 8), 8, 32)),
                List.of("subnet-1", "subnet-2")),
            new Security("service", "profile", "at-rest", "key", "sg-1", "sg-2", "sg-3"),
            null,
            Map.of());
    PerTeam team = new PerTeam(fleets, Duration.ofMinutes(30), 20);
    var request =
        new ClusterRequests(Examples.rich(team))
            .team(team, Examples.SPARK, "switchyard/teams/a/3.5.6/1", Map.of());
    check("cluster-team", readable(request.toString()));
  }

  /** One line for each thing. */
  private static String readable(String text) {
    return text.replace(", ", ",\n") + "\n";
  }

  private static void check(String name, String made) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, made);
    }
    assertThat(made).isEqualTo(Files.readString(file));
  }

  private static DriverSpec spec(EmrConfig config, JobRequest request) {
    return new Describing(config).describe(Examples.execution(), request);
  }
}
