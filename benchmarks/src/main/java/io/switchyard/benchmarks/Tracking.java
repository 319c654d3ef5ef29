package io.switchyard.benchmarks;

import io.switchyard.adapters.jdbi.JdbiStore;
import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.domain.job.BackendHandle;
import io.switchyard.domain.job.Execution;
import io.switchyard.domain.job.ExecutionId;
import io.switchyard.domain.job.ExecutionState.Pending;
import io.switchyard.domain.job.Job;
import io.switchyard.domain.job.JobId;
import io.switchyard.domain.job.Observation;
import io.switchyard.ports.job.Change;
import io.switchyard.ports.job.Claimed;
import io.switchyard.ports.job.JobExamples;
import io.switchyard.ports.job.SequentialIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What it costs to follow thousands of running drivers of one backend, and how soon a change is
 * told. Arguments: seconds, then how many drivers.
 */
final class Tracking {

  private static final int CHANGES_PER_SECOND = 10;
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  private final Duration length;
  private final int drivers;
  private final List<JobId> jobs = new ArrayList<>();

  private Tracking(Duration length, int drivers) {
    this.length = length;
    this.drivers = drivers;
  }

  public static void main(String[] arguments) throws IOException {
    Duration length = Duration.ofSeconds(Long.parseLong(arguments[0]));
    int drivers = Integer.parseInt(arguments[1]);
    new Tracking(length, drivers).run(Files.createTempDirectory("tracking"));
  }

  private void run(Path folder) throws IOException {
    try (PostgresServer postgres = PostgresServer.startDurable(folder.resolve("postgres"));
        Server master =
            Server.program(
                folder.resolve("master"),
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                BigMaster.class,
                List.of(String.valueOf(drivers)))) {
      StoreConfig store = postgres.freshDatabase();
      seed(store, folder.resolve("app").resolve("exchange").resolve("local"));
      try (Server app = Server.application(folder.resolve("app"), yaml(store, master.port()))) {
        settle();
        CpuTime.printLoad();
        System.out.printf(
            Locale.ROOT, "%d drivers, a page of %.1f MB%n", drivers, ask(master, "/size") / 1e6);
        System.out.printf(
            "%-18s %9s %8s %9s %8s %8s %8s %8s %6s%n",
            "arm",
            "app CPU%",
            "db CPU%",
            "looks/s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "RSS MB",
            "lost");
        measure("nothing changes", app, master, postgres, new Histogram(3), length);
        ConcurrentHistogram seen = new ConcurrentHistogram(3);
        ExecutorService threads = Executors.newCachedThreadPool();
        measure(
            CHANGES_PER_SECOND + " ends a second",
            app,
            master,
            postgres,
            seen,
            () -> changes(threads, app, master, seen));
      }
    }
  }

  /** Jobs whose drivers are on the master's page, as a store has them. */
  private void seed(StoreConfig config, Path exchange) throws IOException {
    SequentialIds ids = new SequentialIds();
    // They have run for a while: what is done while they begin is not what is measured.
    Instant now = Instant.now().minus(Duration.ofHours(1));
    try (JdbiStore store = JdbiStore.open(config)) {
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < drivers; i++) {
        Job job = JobExamples.job(JobExamples.request(), ids, now);
        jobs.add(job.id());
        claim(exchange, job.current().id(), i);
        store.jobs().add(job);
        Execution execution = job.current();
        var handle = new BackendHandle("4.1.2/" + execution.id() + "/" + BigMaster.driver(i));
        var submitted = new Pending(now, "").launching(now).submitted(handle, now);
        var running = submitted.observed(Observation.of(Observation.Phase.RUNNING), now);
        changes.add(Change.until(new Claimed(execution, 1), execution.in(running), now));
        if (changes.size() == 500 || i == drivers - 1) {
          store.executions().save(changes);
          changes.clear();
        }
      }
    }
  }

  /** What a driver leaves where it finds its files, first of all. */
  private static void claim(Path exchange, ExecutionId execution, int driver) throws IOException {
    Path folder = Files.createDirectories(exchange.resolve(execution.value()));
    Files.writeString(folder.resolve("claimed"), BigMaster.driver(driver));
  }

  private static String yaml(StoreConfig store, int master) {
    return """
    store: {url: "%s", user: %s}
    backends:
      - id: local
        kind: standalone
        masters:
          - {spark_version: 4.1.2, master_url: "spark://127.0.0.1:1", rest_url: "http://127.0.0.1:%d",
             ui_url: "http://127.0.0.1:%d", cores: 1000, memory: 4000g}
    """
        .formatted(store.url(), store.user(), master, master);
  }

  private static void settle() {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
  }

  private static long ask(Server master, String what) throws IOException {
    try (HttpConnection connection = new HttpConnection(master.port())) {
      return Long.parseLong(connection.get(what).body());
    }
  }

  private static void measure(
      String arm,
      Server app,
      Server master,
      PostgresServer postgres,
      Histogram seen,
      Duration length)
      throws IOException {
    measure(
        arm,
        app,
        master,
        postgres,
        seen,
        () -> {
          LockSupport.parkNanos(length.toNanos());
          return 0;
        });
  }

  private interface Work {
    /** How many changes were never seen. */
    int run();
  }

  private static void measure(
      String arm, Server app, Server master, PostgresServer postgres, Histogram seen, Work work)
      throws IOException {
    long begun = System.nanoTime();
    Duration cpu = CpuTime.of(app.handle());
    Duration database = CpuTime.of(postgres.processes());
    long looks = ask(master, "/asked");
    int lost = work.run();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf(
        Locale.ROOT,
        "%-18s %9.1f %8.1f %9.2f %8.0f %8.0f %8.0f %8d %6d%n",
        arm,
        CpuTime.percent(CpuTime.of(app.handle()).minus(cpu), took),
        CpuTime.percent(CpuTime.of(postgres.processes()).minus(database), took),
        (ask(master, "/asked") - looks) / (took.toNanos() / 1e9),
        seen.getValueAtPercentile(50) / 1000.0,
        seen.getValueAtPercentile(99) / 1000.0,
        seen.getMaxValue() / 1000.0,
        CpuTime.residentMegabytes(app.handle()),
        lost);
  }

  /** Drivers end at a steady rate; of each it is measured how long the API takes to say so. */
  private int changes(ExecutorService threads, Server app, Server master, Histogram seen) {
    int count = (int) Math.min(drivers, CHANGES_PER_SECOND * length.toSeconds());
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begun + i * 1_000_000_000L / CHANGES_PER_SECOND;
      LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
      int number = (int) ((i * 7919L) % drivers);
      threads.execute(() -> change(number, app, master, seen));
    }
    threads.shutdown();
    try {
      threads.awaitTermination(GIVE_UP.toSeconds() * 2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return count - (int) seen.getTotalCount();
  }

  private void change(int number, Server app, Server master, Histogram seen) {
    try (HttpConnection toMaster = new HttpConnection(master.port());
        HttpConnection toApp = new HttpConnection(app.port())) {
      long begun = System.nanoTime();
      toMaster.get("/finish/" + number);
      String path = "/api/v1/jobs/" + jobs.get(number);
      while (System.nanoTime() - begun < GIVE_UP.toNanos()) {
        if (toApp.get(path).body().contains("\"SUCCEEDED\"")) {
          seen.recordValue((System.nanoTime() - begun) / 1000);
          return;
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
