package io.switchyard.app;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.adapters.standalone.ScriptedMaster;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.job.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teams that share a master through two processes on one database. */
final class AdmissionIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration A_MOMENT = Duration.ofMillis(300);
  private static final String API = "/api/v1/jobs/";

  /** A driver takes one core, and needs room for an executor's beside it: seven run at once. */
  private static final int CORES = 8;

  private static final int AT_ONCE = CORES - 1;
  private static final int WINDOW = 4;

  @TempDir private static Path database;
  private static PostgresServer postgres;

  @TempDir private Path folder;
  private ScriptedMaster master;
  private AppProcess one;
  private AppProcess two;
  private final Map<String, String> teamOf = new HashMap<>();

  @BeforeAll
  static void startPostgres() {
    postgres = PostgresServer.start(database);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void start() throws Exception {
    master = new ScriptedMaster(CORES, new Memory(64 * 1024));
    StoreConfig store = postgres.freshDatabase();
    one = AppProcess.launch(config(store), folder.resolve("one"));
    two = AppProcess.launch(config(store), folder.resolve("two"));
    one.awaitUp();
    two.awaitUp();
  }

  @AfterEach
  void stop() {
    AppProcess.closeAll(one, two);
    master.close();
  }

  private Map<String, Object> config(StoreConfig store) {
    MasterAddress at = master.address("4.1.2");
    Map<String, Object> spark =
        Map.of(
            "spark_version", at.version().value(),
            "master_url", at.masterUrl(),
            "rest_url", at.restUrl().toString(),
            "ui_url", at.uiUrl().toString(),
            "cores", at.cores(),
            "memory", at.memory().toString());
    Map<String, Object> teams =
        Map.of(
            "light", Map.of("weight", 1),
            "heavy", Map.of("weight", 3),
            "small", Map.of("max_running_jobs", 2, "max_queued_jobs", 6));
    return Map.of(
        "http", Map.of("port", 0, "public_url", "http://switchyard.example.com"),
        "grpc", Map.of("port", 0),
        "state_dir", folder.resolve("state").toString(),
        "store", Map.of("url", store.url(), "user", store.user()),
        "backends", List.of(Map.of("id", "local", "kind", "standalone", "masters", List.of(spark))),
        "work", Map.of("threads", 2, "idle", "20ms", "poll", "200ms", "retry", "100ms"),
        "teams", teams,
        "admission", Map.of("launch_window", WINDOW));
  }

  private static String body(String team) {
    return ApiClient.JOB
        .replace("data-infra", team)
        .replace("/jars/app.jar", "https://repo.example.com/app.jar");
  }

  private String submit(AppProcess app, String team) {
    String job = app.submit(body(team));
    teamOf.put(app.get(API + job).at("execution_id"), team);
    return job;
  }

  private void submit(String team, int jobs) {
    for (int i = 0; i < jobs; i++) {
      submit(i % 2 == 0 ? one : two, team);
    }
  }

  /** Whose the drivers are, in the order in which they were made. */
  private List<String> teamsOfDrivers() {
    return master.drivers().stream().map(driver -> teamOf.get(driver.execution().value())).toList();
  }

  private void awaitDrivers(int drivers) {
    Eventually.get(PATIENCE, () -> List.of(master.drivers().size()), n -> n >= drivers);
  }

  @Test
  void teams_share_a_full_master_by_their_weights() {
    int each = 60;
    submit("light", each);
    awaitDrivers(AT_ONCE);
    submit("heavy", each);
    assertThat(teamsOfDrivers()).containsOnly("light");
    master.finishAfter(A_MOMENT);

    // What was let through before anybody else came runs first; then heavy makes up for it.
    int before = AT_ONCE + WINDOW;
    int observed = 60;
    awaitDrivers(before + observed);
    Map<String, List<String>> then =
        teamsOfDrivers().subList(before, before + observed).stream()
            .collect(groupingBy(team -> team));
    // By weights 45; more by what heavy makes up for, fewer by launches that overtake each other.
    assertThat(then.get("heavy").size()).as("of %s", then).isBetween(36, 56);
    assertThat(then).containsKey("light");

    awaitDrivers(2 * each);
    assertThat(master.drivers())
        .extracting(ScriptedMaster.Driver::execution)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_team_with_limits_never_exceeds_them_and_its_jobs_say_what_they_wait_for() {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      jobs.add(submit(one, "small"));
      two.awaitStatus(jobs.get(i), "RUNNING");
    }
    for (int i = 0; i < 6; i++) {
      jobs.add(submit(i % 2 == 0 ? one : two, "small"));
    }

    Answer full = two.post(body("small"));
    assertThat(full.status()).isEqualTo(429);
    assertThat(full.header("Retry-After")).isNotEmpty();
    for (AppProcess app : List.of(one, two)) {
      Answer last = app.get(API + jobs.get(7));
      assertThat(last.json().path("queue").path("place").asInt()).isEqualTo(6);
      assertThat(last.json().path("queue").path("message").asText())
          .isEqualTo(
              "team small runs 2 of 2 jobs (max_running_jobs); 5 of its jobs are ahead; it starts"
                  + " when 6 of them have ended");
    }

    // Who leaves the line makes room in it at once, and never had a driver.
    Answer cancelled = one.delete(API + jobs.get(3));
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(two.get(API + jobs.get(3)).at("status")).isEqualTo("CANCELLED");
    assertThat(two.get(API + jobs.get(7)).json().path("queue").path("place").asInt()).isEqualTo(5);
    jobs.add(submit(two, "small"));

    master.finishAfter(A_MOMENT);
    Eventually.get(
        PATIENCE,
        () -> {
          assertThat(active()).isLessThanOrEqualTo(2);
          return List.of(master.drivers().size());
        },
        made -> made == jobs.size() - 1);
    for (String job : jobs) {
      one.await(job, answer -> List.of("SUCCEEDED", "CANCELLED").contains(answer.at("status")));
    }
    assertThat(master.drivers()).hasSize(jobs.size() - 1);
  }

  private long active() {
    return master.drivers().stream().filter(driver -> driver.state().equals("RUNNING")).count();
  }
}
