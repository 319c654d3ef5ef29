package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.standalone.ScriptedMaster;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.job.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of jobs over two masters in two regions, of which one dies and comes back. */
final class TwoRegionsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String JOBS = "/api/v1/jobs/";
  private static final String BACKENDS = "/api/v1/backends/";

  @TempDir private Path folder;
  private ScriptedMaster east;
  private ScriptedMaster west;
  private AppProcess app;
  private final List<String> jobs = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    east = new ScriptedMaster(64, new Memory(256 * 1024));
    west = new ScriptedMaster(64, new Memory(256 * 1024));
    Map<String, Object> config =
        Map.of(
            "http", Map.of("port", 0),
            "grpc", Map.of("port", 0),
            "state_dir", folder.resolve("state").toString(),
            "backends",
                List.of(backend("east", east, "us-east-1"), backend("west", west, "us-west-2")),
            "work", Map.of("idle", "20ms", "poll", "500ms", "retry", "500ms"),
            "teams", Map.of("pinned", Map.of("residency", List.of("us-east-1"))));
    app = AppProcess.launch(config, folder.resolve("app")).awaitUp();
  }

  @AfterEach
  void stop() {
    AppProcess.closeAll(app);
    east.close();
    west.close();
  }

  private static Map<String, Object> backend(String id, ScriptedMaster master, String region) {
    MasterAddress at = master.address("4.1.2");
    Map<String, Object> spark =
        Map.of(
            "spark_version", at.version().value(),
            "master_url", at.masterUrl(),
            "rest_url", at.restUrl().toString(),
            "ui_url", at.uiUrl().toString(),
            "cores", at.cores(),
            "memory", at.memory().toString());
    return Map.of(
        "id", id, "kind", "standalone", "regions", List.of(region), "masters", List.of(spark));
  }

  private String submit(String team) {
    String job =
        app.submit(
            ApiClient.JOB
                .replace("data-infra", team)
                .replace("/jars/app.jar", "https://repo.example.com/app.jar"));
    jobs.add(job);
    return job;
  }

  private String backendOf(String job) {
    return app.get(JOBS + job).at("backend");
  }

  private Answer await(String path, String field, String value) {
    return Eventually.get(
        PATIENCE, () -> List.of(app.get(path)), seen -> seen.at(field).equals(value));
  }

  private ExecutionId execution(String job) {
    return new ExecutionId(app.get(JOBS + job).at("execution_id"));
  }

  private static long drivers(ScriptedMaster master, ExecutionId execution) {
    return master.drivers().stream().filter(one -> one.execution().equals(execution)).count();
  }

  @Test
  void work_moves_when_a_region_dies_but_for_what_must_not_and_what_may_have_begun()
      throws Exception {
    for (int i = 0; i < 5; i++) {
      await(JOBS + submit("free"), "status", "RUNNING");
    }
    assertThat(jobs).allSatisfy(job -> assertThat(backendOf(job)).isEqualTo("east"));

    URI rest = east.address("4.1.2").restUrl();
    east.leaveUnanswered(rest, east.madeThrough(rest) + 1);
    String unknown = submit("free");
    ExecutionId begun = execution(unknown);
    Eventually.get(PATIENCE, () -> List.of(drivers(east, begun)), made -> made == 1);
    east.die();

    String moved = submit("free");
    await(JOBS + moved, "backend", "west");
    for (int i = 0; i < 10; i++) {
      String next = submit("free");
      assertThat(backendOf(next)).isEqualTo("west");
      await(JOBS + next, "status", "RUNNING");
    }
    String held = submit("pinned");
    Answer waits =
        Eventually.get(
            PATIENCE,
            () -> List.of(app.get(JOBS + held)),
            seen -> seen.json().at("/queue/reason").asText().equals("BACKEND_UNHEALTHY"));
    assertThat(waits.json().at("/queue/message").asText())
        .contains("backend west is in us-west-2, and team pinned is held to us-east-1");
    assertThat(backendOf(unknown)).isEqualTo("east");
    assertThat(app.get(BACKENDS + "east").at("health")).isEqualTo("UNHEALTHY");

    east.comeBack();
    await(BACKENDS + "east", "health", "HEALTHY");
    await(JOBS + held, "status", "RUNNING");
    await(JOBS + unknown, "status", "RUNNING");
    assertThat(drivers(east, begun)).isOne();
    assertThat(drivers(west, begun)).isZero();

    app.postTo(BACKENDS + "east/drain", "");
    String elsewhere = submit("free");
    await(JOBS + elsewhere, "status", "RUNNING");
    assertThat(backendOf(elsewhere)).isEqualTo("west");
    east.finishAfter(Duration.ZERO);
    west.finishAfter(Duration.ZERO);
    for (String job : jobs) {
      await(JOBS + job, "status", "SUCCEEDED");
    }
    assertThat(app.get(BACKENDS + "east").json().path("placed").asInt()).isZero();
    assertThat(
            Stream.of(east, west)
                .flatMap(master -> master.drivers().stream())
                .map(ScriptedMaster.Driver::execution))
        .doesNotHaveDuplicates()
        .hasSize(jobs.size());
  }
}
