package io.switchyard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.adapters.standalone.ScriptedMaster;
import io.switchyard.adapters.standalone.StandaloneConfig.MasterAddress;
import io.switchyard.app.ApiClient.Answer;
import io.switchyard.app.GrpcClient.Refused;
import io.switchyard.domain.job.Memory;
import io.switchyard.grpc.v1.GetRequest;
import io.switchyard.ports.job.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application in a process of its own while its PostgreSQL goes away in mid-run and comes back.
 * {@code -Doutage.seconds=30} makes it stay away longer.
 */
final class PostgresOutageIT {

  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("outage.seconds", 5));
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A connection that hangs is given up after 10 s; the rest is for a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final int CLIENTS = 8;
  private static final String API = "/api/v1/jobs";

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean submitting = new AtomicBoolean(true);
  private final AtomicInteger keys = new AtomicInteger();
  private final Map<String, String> accepted = new ConcurrentHashMap<>();
  private final Collection<Answer> refused = new ConcurrentLinkedQueue<>();
  private final Collection<Answer> strange = new ConcurrentLinkedQueue<>();
  private final AtomicLong slowest = new AtomicLong();
  private PostgresServer postgres;
  private ScriptedMaster master;
  private AppProcess app;

  @BeforeEach
  void start() throws Exception {
    postgres = PostgresServer.start(folder.resolve("postgres"));
    master = new ScriptedMaster(1000, new Memory(4096 * 1024));
    master.finishAfter(Duration.ofMillis(500));
    app = AppProcess.launch(config(postgres.freshDatabase()), folder.resolve("app")).awaitUp();
  }

  @AfterEach
  void stop() {
    submitting.set(false);
    threads.shutdownNow();
    app.close();
    master.close();
    postgres.close();
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
    return Map.of(
        "http", Map.of("port", 0),
        "grpc", Map.of("port", 0),
        "state_dir", folder.resolve("state").toString(),
        "store", Map.of("url", store.url(), "user", store.user()),
        "backends", List.of(Map.of("id", "local", "kind", "standalone", "masters", List.of(spark))),
        "work",
            Map.of(
                "idle", "50ms", "poll", "300ms", "retry", "300ms", "lease", "4s", "launch", "5s"));
  }

  @Test
  void a_crash_of_the_database_loses_nothing_and_work_goes_on_by_itself() throws Exception {
    outage(postgres::crash, postgres::startAgain);
  }

  @Test
  void a_database_that_stands_still_loses_nothing_and_work_goes_on_by_itself() throws Exception {
    outage(postgres::freeze, postgres::thaw);
  }

  private void outage(Runnable away, Runnable back) throws Exception {
    Set<String> ended = ConcurrentHashMap.newKeySet();
    var unused = threads.submit(() -> follow(ended));
    String early = app.submit(body("early"));
    app.awaitStatus(early, "SUCCEEDED");
    for (int i = 0; i < CLIENTS; i++) {
      threads.execute(this::submitOnAndOn);
    }
    Eventually.get(PATIENCE, () -> List.of(accepted.size()), n -> n > 20);

    away.run();
    long gone = System.nanoTime();
    Eventually.get(PATIENCE, () -> List.of(refused.size()), n -> n > 0);
    tellsThatItIsAway(early);
    while (since(gone).compareTo(OUTAGE) < 0) {
      assertThat(app.get("/health/live").status()).isEqualTo(200);
      TimeUnit.MILLISECONDS.sleep(100);
    }
    int before = accepted.size();
    back.run();
    long returned = System.nanoTime();

    Eventually.get(PATIENCE, () -> List.of(accepted.size()), n -> n > before);
    Duration acceptedAfter = since(returned);
    Eventually.get(
        PATIENCE, () -> List.of(app.get("/health/ready").status()), status -> status == 200);
    Eventually.get(PATIENCE, () -> List.of(accepted.size()), n -> n > before + 20);
    submitting.set(false);
    everythingAcceptedIsDone(ended);
    System.out.printf(
        "outage of %d s: %d refused, slowest answer %d ms, %d jobs; accepted again after %d ms%n",
        OUTAGE.toSeconds(),
        refused.size(),
        slowest.get(),
        accepted.size(),
        acceptedAfter.toMillis());
  }

  private void submitOnAndOn() {
    while (submitting.get()) {
      String key = "key-" + keys.incrementAndGet();
      while (submitting.get() && !accepted.containsKey(key)) {
        submit(key);
      }
    }
  }

  /** Repeats a request until it is accepted, as clients should. */
  private void submit(String key) {
    long begun = System.nanoTime();
    Answer answer = app.post(body(key));
    slowest.accumulateAndGet(since(begun).toMillis(), Math::max);
    if (answer.status() == 202 || answer.status() == 200) {
      accepted.put(key, answer.at("job_id"));
    } else if (answer.status() == 503) {
      refused.add(answer);
    } else {
      strange.add(answer);
    }
    pause();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String body(String key) {
    return """
    {"name": "job", "team": "data-infra", "idempotency_key": "%s",
     "config": {"custom_jar": {"jar_path": "https://repo.example.com/app.jar",
                               "main_class": "com.acme.Main"}}}
    """
        .formatted(key);
  }

  private void tellsThatItIsAway(String job) {
    for (String path : List.of(API + "/" + job, API, "/api/v1/events", "/health/ready")) {
      long begun = System.nanoTime();
      Answer answer = app.get(path);
      assertThat(answer.status()).as(path).isEqualTo(503);
      assertThat(answer.header("Retry-After")).as(path).isNotEmpty();
      assertThat(answer.header("Content-Type")).as(path).startsWith("application/problem+json");
      assertThat(since(begun)).as(path).isLessThan(BOUND);
    }
    try (GrpcClient grpc = new GrpcClient(app.grpcPort())) {
      Refused answer =
          Refused.by(() -> grpc.jobs().get(GetRequest.newBuilder().setJobId(job).build()));
      assertThat(answer.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(answer.detail(RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
    }
  }

  /** The connection is made before the outage and stays. */
  private Void follow(Set<String> ended) throws Exception {
    try (Events events =
        Events.of(app, "/api/v1/events?team=data-infra", "Accept", "text/event-stream")) {
      while (true) {
        var event = ApiClient.JSON.readTree(events.next("job").data());
        if (event.path("type").asText().equals("SUCCEEDED")) {
          ended.add(event.path("job_id").asText());
        }
      }
    }
  }

  private void everythingAcceptedIsDone(Set<String> ended) {
    threads.shutdown();
    Set<String> jobs = new HashSet<>(accepted.values());
    assertThat(jobs).hasSameSizeAs(accepted.values());
    for (String job : jobs) {
      Eventually.get(
          PATIENCE, () -> List.of(app.get(API + "/" + job).at("status")), "SUCCEEDED"::equals);
    }
    assertThat(strange).isEmpty();
    assertThat(slowest.get()).isLessThan(BOUND.toMillis());
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isNotEmpty());
    Map<String, Integer> drivers = new HashMap<>();
    master.drivers().forEach(d -> drivers.merge(d.execution().value(), 1, Integer::sum));
    assertThat(drivers.values()).containsOnly(1);
    List<String> executions = new ArrayList<>();
    jobs.forEach(job -> executions.add(app.get(API + "/" + job).at("execution_id")));
    assertThat(drivers.keySet()).containsAll(executions);
    Eventually.get(PATIENCE, () -> List.of(ended), told -> told.containsAll(jobs));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
