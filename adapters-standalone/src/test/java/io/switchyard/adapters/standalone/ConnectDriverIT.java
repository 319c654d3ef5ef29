package io.switchyard.adapters.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks;
import io.switchyard.adapters.standalone.embedded.EmbeddedSparks.Endpoints;
import io.switchyard.adapters.standalone.embedded.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Spark Connect server as a driver on a real master and worker, with the plugin in it. Set {@code
 * SWITCHYARD_TEST_SPARK} to try it on another release than the default.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConnectDriverIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String SESSION = "00000000-0000-4000-8000-000000000001";
  private static final String OTHER_SESSION = "00000000-0000-4000-8000-000000000002";
  private static final String TOKEN = ConnectDriver.CONNECT_TOKEN;
  private static final String LONG_QUERY =
      "query:select sum(sqrt(id) * sqrt(id + 1)) from range(0, 90000000000, 1, 1)";

  @TempDir private static Path temp;
  private static EmbeddedSparks sparks;
  private static Endpoints spark;
  private static ConnectDriver driver;
  private static ConnectProbe probe;

  @BeforeAll
  static void start() throws Exception {
    sparks =
        EmbeddedSparks.open(
            TestSpark.config(temp.resolve("state"), TestSpark.home()), InstantSource.system());
    spark = TestSpark.awaitReady(sparks);
    probe = new ConnectProbe(spark.runtime(), temp);
    driver = new ConnectDriver(spark, temp.resolve("sc-test"));
    driver.start();
  }

  @AfterAll
  static void stop() {
    if (sparks != null) {
      sparks.close();
    }
  }

  @Test
  @Order(1)
  void the_agent_says_where_it_and_the_server_are() throws Exception {
    JsonNode file = driver.agentFile().orElseThrow();
    assertThat(file.path("host").asText()).isEqualTo("127.0.0.1");
    assertThat(file.path("connect").path("host").asText()).isEqualTo("127.0.0.1");
    assertThat(file.path("spark_version").asText()).isEqualTo(spark.version());
    assertThat(file.path("application_id").asText()).startsWith("app-");
    assertThat(ProcessHandle.of(file.path("pid").asLong())).isPresent();
    Path agentJson = driver.folder().resolve("agent.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agentJson)))
        .isEqualTo("rw-------");
    assertThat(driver.log("stderr"))
        .contains("[switchyard] connect listens at 127.0.0.1:" + driver.connectPort());
  }

  @Test
  @Order(2)
  void without_its_token_the_server_does_nothing() throws Exception {
    for (String token : List.of("-", ConnectDriver.AGENT_TOKEN)) {
      assertThat(probe.run(driver.connectPort(), token, SESSION, "query:select 1"))
          .startsWith("error UNAUTHENTICATED");
    }
    assertThat(driver.status().path("sessions")).isEmpty();
  }

  @Test
  @Order(3)
  void executors_come_and_go_while_a_session_keeps_its_view() throws Exception {
    assertThat(
            inSession(
                "query:select 1",
                "command:create temporary view v as select 41 as x",
                "command:cache table t as select id from range(0, 1000, 1, 8)",
                "query:select assert_true(count(*) = 1000) from t"))
        .isEqualTo("rows 1\ndone\ndone\nrows 1");
    await("the first executor", () -> driver.executorsInUi().size() == 1);

    scale(2);
    await("a second executor", () -> driver.executorsInUi().size() == 2);
    await("its report", () -> driver.status().path("executors").size() == 2);
    assertThat(sessions()).containsExactly(SESSION);
    assertThat(inSession("query:select assert_true(x = 41) from v")).isEqualTo("rows 1");

    scale(1);
    await("one executor less", () -> driver.executorsInUi().size() == 1);
    await("its end", () -> driver.status().path("executors").size() == 1);
    assertThat(driver.status().path("executor_target").asInt()).isEqualTo(1);
    assertThat(sessions()).containsExactly(SESSION);
    assertThat(
            inSession(
                "query:select assert_true(x = 41) from v",
                "query:select assert_true(count(*) = 1000) from t"))
        .isEqualTo("rows 1\nrows 1");
  }

  @Test
  @Order(4)
  void a_target_beyond_what_the_server_was_started_for_is_refused() throws Exception {
    var answer = driver.agent("PUT", "/v1/executors", "{\"target\": 4}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("more than the 3 executors");
  }

  @Test
  @Order(5)
  void a_running_operation_is_seen_and_interrupted_and_its_session_closed() throws Exception {
    Process client = probe.start(driver.connectPort(), TOKEN, OTHER_SESSION, LONG_QUERY);
    try {
      await("the operation", () -> driver.status().path("operations").path("running").asInt() == 1);
      JsonNode operation = driver.status().path("operations").path("list").path(0);
      assertThat(operation.path("session_id").asText()).isEqualTo(OTHER_SESSION);
      String path = "/v1/operations/" + operation.path("operation_id").asText() + "/interrupt";
      assertThat(driver.agent("POST", path, "").body()).isEqualTo("{\"interrupted\":true}");
      assertThat(ConnectProbe.output(client)).contains("OPERATION_CANCELED");
    } finally {
      client.destroyForcibly();
    }
    await("its end", () -> driver.status().path("operations").path("running").asInt() == 0);
    assertThat(sessions()).containsExactlyInAnyOrder(SESSION, OTHER_SESSION);
    driver.agent("POST", "/v1/sessions/" + OTHER_SESSION + "/close", "");
    await("the session's end", () -> sessions().equals(List.of(SESSION)));
  }

  @Test
  @Order(6)
  void its_users_cannot_read_the_tokens() throws Exception {
    String ui = driver.status().path("spark_ui_url").asText();
    String api = "/api/v1/applications/" + driver.status().path("application_id").asText();
    List<String> places =
        List.of(
            inSession("config"),
            TestSpark.get(ui + "/environment/"),
            TestSpark.get(ui + api + "/environment"),
            TestSpark.get(spark.masterUiUrl() + "/json/"),
            TestSpark.get(spark.workerUiUrl() + "/json/"),
            driver.log("stderr"));
    assertThat(places)
        .allSatisfy(place -> assertThat(place).doesNotContain(ConnectDriver.AGENT_TOKEN, TOKEN));
    assertThat(places.get(0)).contains("spark.plugins=io.switchyard.agent.ClusterPlugin");
    assertThat(places.get(2)).contains("spark.switchyard.executors");
    assertThat(driver.folder().resolve("agent.token")).doesNotExist();
    assertThat(driver.folder().resolve("connect.token")).doesNotExist();
  }

  @Test
  @Order(7)
  void a_kill_leaves_nothing() throws Exception {
    ProcessHandle process =
        ProcessHandle.of(driver.agentFile().orElseThrow().path("pid").asLong()).orElseThrow();
    driver.kill();
    await("the end of the driver", () -> !process.isAlive());
    assertThat(driver.folder().resolve("agent.json")).doesNotExist();
    try (Stream<Path> left = Files.list(driver.temporary())) {
      // Empty folders of sessions, which Spark 4.1 forgets.
      assertThat(left).allMatch(path -> path.endsWith("spark_connect_model_cache"));
    }
    await(
        "the end of its executors",
        () -> TestSpark.get(spark.masterUiUrl() + "/json/").contains("\"coresused\" : 0"));
  }

  private static String inSession(String... steps) throws IOException, InterruptedException {
    return probe.run(driver.connectPort(), TOKEN, SESSION, steps);
  }

  private static void scale(int target) throws IOException, InterruptedException {
    var answer = driver.agent("PUT", "/v1/executors", "{\"target\": " + target + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"target\":" + target);
  }

  private static List<String> sessions() throws IOException, InterruptedException {
    return driver.status().path("sessions").findValuesAsText("session_id");
  }

  private static void await(String what, Callable<Boolean> condition) throws InterruptedException {
    TestSpark.await(what, SOON, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }
}
