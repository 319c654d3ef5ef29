package io.switchyard.app;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.adapters.standalone.ScriptedMaster;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.domain.job.Memory;
import io.switchyard.ports.job.Eventually;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the application on one database, one exchange folder and one Spark master. */
final class TwoProcessesIT {

  private static final int JOBS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration A_MOMENT = Duration.ofMillis(300);
  private static final String API = "/api/v1/jobs";

  @TempDir private static Path database;
  private static PostgresServer postgres;

  @TempDir private Path folder;
  private final ExecutorService clients = Executors.newFixedThreadPool(4);
  private ScriptedMaster master;
  private URI restForOne;
  private URI restForTwo;
  private Map<String, Object> configOfTwo;
  private volatile AppProcess one;
  private volatile AppProcess two;

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
    master = new ScriptedMaster(64, new Memory(256 * 1024));
    restForOne = master.anotherRestUrl();
    restForTwo = master.anotherRestUrl();
    StoreConfig store = postgres.freshDatabase();
    configOfTwo = config(store, restForTwo);
    one = AppProcess.launch(config(store, restForOne), folder.resolve("one"));
    two = AppProcess.launch(configOfTwo, folder.resolve("two"));
    one.awaitUp();
    two.awaitUp();
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    AppProcess.closeAll(one, two);
    master.close();
  }

  /** The same for both but for the address where they ask for drivers, which tells them apart. */
  private Map<String, Object> config(StoreConfig store, URI rest) {
    MasterAddress at = master.address("4.1.2");
    Map<String, Object> spark =
        Map.of(
            "spark_version", at.version().value(),
            "master_url", at.masterUrl(),
            "rest_url", rest.toString(),
            "ui_url", at.uiUrl().toString(),
            "cores", at.cores(),
            "memory", at.memory().toString());
    // Small batches, so that neither takes all there is.
    Map<String, Object> work =
        Map.of(
            "threads", 2,
            "idle", "20ms",
            "poll", "200ms",
            "retry", "200ms",
            "lease", "2s",
            "launch", "3s",
            "batch", 5);
    return Map.of(
        "http", Map.of("port", 0, "public_url", "http://switchyard.example.com"),
        "grpc", Map.of("port", 0),
        "state_dir", folder.resolve("state").toString(),
        "store", Map.of("url", store.url(), "user", store.user()),
        "backends", List.of(Map.of("id", "local", "kind", "standalone", "masters", List.of(spark))),
        "work", work);
  }

  private static String body(int number) {
    return """
    {"name": "job-%d", "team": "data-infra", "idempotency_key": "key-%d",
     "config": {"custom_jar": {"jar_path": "https://repo.example.com/app.jar",
                               "main_class": "com.acme.Main"}}}
    """
        .formatted(number, number);
  }

  /** What many clients get at the same time, in the order of their numbers. */
  private <T> List<Future<T>> clients(IntFunction<T> client) {
    List<Future<T>> answers = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      int number = i;
      answers.add(clients.submit((Callable<T>) () -> client.apply(number)));
    }
    return answers;
  }

  private static <T> List<T> all(List<Future<T>> answers) throws Exception {
    List<T> all = new ArrayList<>();
    for (Future<T> answer : answers) {
      all.add(answer.get());
    }
    return all;
  }

  @Test
  void two_processes_share_the_work_and_give_the_same_answers() throws Exception {
    master.finishAfter(A_MOMENT);
    // Else one of them may be quick enough to launch all there is.
    master.answerOnceAllAsked(restForOne, restForTwo);

    List<String> jobs = all(clients(n -> n % 5 == 0 ? submitToBoth(n) : submitToOneOf(n)));

    everyJobRanOnce(jobs);
    assertThat(master.madeThrough(restForOne)).isPositive();
    assertThat(master.madeThrough(restForTwo)).isPositive();
  }

  /** The other process knows the job as soon as the one has answered. */
  private String submitToOneOf(int number) {
    AppProcess taker = number % 2 == 0 ? one : two;
    AppProcess other = number % 2 == 0 ? two : one;
    Answer answer = taker.post(body(number));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String job = answer.at("job_id");
    assertThat(other.get(API + "/" + job).at("execution_id")).isEqualTo(answer.at("execution_id"));
    return job;
  }

  private String submitToBoth(int number) {
    List<Answer> answers =
        List.of(one, two).parallelStream().map(app -> app.post(body(number))).toList();
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 200);
    assertThat(answers.get(0).at("job_id")).isEqualTo(answers.get(1).at("job_id"));
    return answers.get(0).at("job_id");
  }

  @Test
  void a_process_killed_while_it_launches_loses_nothing_and_runs_nothing_twice() throws Exception {
    master.finishAfter(A_MOMENT);
    int fatal = 5;
    master.leaveUnanswered(restForTwo, fatal);

    List<Future<String>> jobs = clients(this::submitToWhoeverAnswers);
    Eventually.get(PATIENCE, () -> List.of(master.madeThrough(restForTwo)), n -> n >= fatal);
    two.kill();
    // The driver of its last launch is there, and nobody alive has been told.
    assertThat(master.madeThrough(restForTwo)).isEqualTo(fatal);
    two = AppProcess.launch(configOfTwo, folder.resolve("two-again")).awaitUp();

    everyJobRanOnce(all(jobs));
  }

  /** Repeats the request elsewhere if the first process does not answer, as clients should. */
  private String submitToWhoeverAnswers(int number) {
    Answer answer;
    try {
      answer = (number % 2 == 0 ? one : two).post(body(number));
    } catch (UncheckedIOException dead) {
      answer = one.post(body(number));
    }
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return answer.at("job_id");
  }

  @Test
  void a_cancel_on_one_process_is_seen_by_the_other_and_no_end_is_undone_by_either() {
    String cancelled = one.submit(body(1));
    two.awaitStatus(cancelled, "RUNNING");
    assertThat(two.delete(API + "/" + cancelled).status()).isEqualTo(202);
    one.awaitStatus(cancelled, "CANCELLED");
    assertThat(master.drivers()).extracting(ScriptedMaster.Driver::state).containsExactly("KILLED");

    master.finishAfter(A_MOMENT);
    String finished = one.submit(body(2));
    two.awaitStatus(finished, "SUCCEEDED");

    for (String job : List.of(API + "/" + cancelled, API + "/" + finished)) {
      String end = one.get(job).text();
      for (AppProcess app : List.of(one, two)) {
        assertThat(app.delete(job).status()).isEqualTo(409);
        assertThat(app.get(job).text()).isEqualTo(end);
      }
    }
  }

  private void everyJobRanOnce(List<String> jobs) {
    assertThat(jobs).hasSize(JOBS).doesNotHaveDuplicates();
    Map<String, Long> allSucceeded = Map.of("SUCCEEDED", (long) JOBS);
    Eventually.get(PATIENCE, () -> List.of(statuses(one)), allSucceeded::equals);
    assertThat(statuses(two)).isEqualTo(allSucceeded);

    List<String> executions = new ArrayList<>();
    for (String job : jobs) {
      Answer answer = one.get(API + "/" + job);
      assertThat(two.get(API + "/" + job).text()).isEqualTo(answer.text());
      assertThat(answer.at("attempt")).isEqualTo("1");
      executions.add(answer.at("execution_id"));
    }
    assertThat(master.drivers())
        .extracting(driver -> driver.execution().value())
        .containsExactlyInAnyOrderElementsOf(executions);
  }

  private static Map<String, Long> statuses(ApiClient app) {
    var jobs = app.get(API + "?team=data-infra&limit=" + 2 * JOBS).json().path("jobs");
    return StreamSupport.stream(jobs.spliterator(), false)
        .collect(groupingBy(job -> job.path("status").asText(), counting()));
  }
}
