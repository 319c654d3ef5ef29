package io.switchyard.benchmarks.chaos.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchyard.benchmarks.chaos.JobKind;
import io.switchyard.benchmarks.chaos.Tally;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A master's table of drivers and the one worker they run on, as Spark's behave: the master queues
 * what does not fit, keeps the last 200 drivers that ended, and forgets them all when it restarts.
 */
final class Cluster {

  private static final String WORKER = "worker-20261121000000-127.0.0.1-7078";
  private static final int RETAINED = 200;

  private final int cores;
  private final long mebibytes;
  private final Network network;
  private final ScheduledExecutorService time;
  private final Tally tally;
  private final Map<String, Driver> known = new LinkedHashMap<>();
  private final Map<String, Driver> all = new LinkedHashMap<>();
  private final Map<String, Set<String>> executions = new HashMap<>();
  private boolean alive = true;

  Cluster(int cores, long mebibytes, Network network, ScheduledExecutorService time, Tally tally) {
    this.cores = cores;
    this.mebibytes = mebibytes;
    this.network = network;
    this.time = time;
    this.tally = tally;
  }

  synchronized boolean alive() {
    return alive;
  }

  private void later(Duration delay, Runnable work) {
    ScheduledFuture<?> unused =
        time.schedule(
            () -> {
              synchronized (this) {
                work.run();
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Makes a driver for every request: a master knows no repetition. */
  synchronized String submit(JsonNode request) {
    String id = String.format(Locale.ROOT, "driver-20261121000000-%04d", all.size());
    Driver driver = new Driver(id, request);
    known.put(id, driver);
    all.put(id, driver);
    executions.computeIfAbsent(driver.job, j -> new LinkedHashSet<>()).add(driver.execution);
    place();
    return id;
  }

  private int freeCores() {
    return cores - known.values().stream().filter(Driver::placed).mapToInt(d -> d.cores).sum();
  }

  private void place() {
    for (Driver driver : List.copyOf(known.values())) {
      if (driver.state.equals("SUBMITTED") && driver.cores <= freeCores()) {
        driver.worker = WORKER;
        driver.state = "RUNNING";
        later(network.millis(1, 60), () -> fetch(driver));
      }
    }
  }

  /** The worker copies the jar before it starts the JVM. */
  private void fetch(Driver driver) {
    if (!driver.active()) {
      return;
    } else if (Files.exists(driver.jar())) {
      later(network.millis(30, 700), () -> claim(driver));
      return;
    }
    driver.exception = "java.nio.file.NoSuchFileException: " + driver.jar();
    driver.refusal = "its jar is gone";
    tally.count("refused");
    end(driver, "ERROR");
  }

  private void claim(Driver driver) {
    if (!driver.active()) {
      return;
    }
    driver.refusal = ClaimFile.refusal(driver.folder(), driver.id);
    if (driver.refusal.isEmpty()) {
      run(driver);
    } else {
      tally.count("refused");
      report(driver, "not run: " + driver.refusal);
      end(driver, "FAILED");
    }
  }

  private void run(Driver driver) {
    driver.codeBegan = Instant.now();
    int attempt = List.copyOf(executions.get(driver.job)).indexOf(driver.execution) + 1;
    JobKind kind = JobKind.of(driver.job).orElseThrow();
    UserCode code = UserCode.of(kind, attempt, driver.mebibytes, network);
    later(code.runs(), () -> codeEnds(driver, code));
  }

  private void codeEnds(Driver driver, UserCode code) {
    if (!driver.active()) {
      return;
    }
    driver.codeEnded = Instant.now();
    driver.end = code.end();
    driver.said = code.said();
    switch (code.end()) {
      case RETURNED -> {
        report(driver, "metrics records_read=7 records_written=7 tasks_completed=1");
        report(driver, "succeeded");
        end(driver, "FINISHED");
      }
      case THREW -> {
        report(driver, "failed " + code.said());
        end(driver, "FAILED");
      }
      default -> end(driver, "ERROR");
    }
    if (code.forgotten()) {
      known.remove(driver.id);
    }
  }

  private static void report(Driver driver, String line) {
    driver.stderr.append("\n[switchyard] ").append(line).append('\n');
  }

  private void end(Driver driver, String state) {
    driver.state = state;
    List<String> ended = known.values().stream().filter(d -> !d.active()).map(d -> d.id).toList();
    if (ended.size() > RETAINED) {
      ended.subList(0, RETAINED / 10).forEach(known::remove);
    }
    place();
  }

  synchronized void kill(String id) {
    Driver driver = known.get(id);
    if (driver != null) {
      later(network.millis(1, 500), () -> killNow(driver));
    }
  }

  private void killNow(Driver driver) {
    if (driver.active()) {
      if (driver.codeBegan != null) {
        driver.codeEnded = Instant.now();
        driver.end = CodeEnd.KILLED;
      }
      end(driver, "KILLED");
    }
  }

  /** Running drivers come back, queued ones are given up, ended ones forgotten. */
  synchronized void restart() {
    alive = false;
    known.values().removeIf(driver -> !driver.active());
    later(
        network.millis(100, 1_500),
        () -> {
          alive = true;
          known.values().stream()
              .filter(driver -> driver.state.equals("SUBMITTED"))
              .toList()
              .forEach(driver -> end(driver, "ERROR"));
        });
  }

  synchronized Map<String, Object> page(String workerUrl) {
    List<Driver> active = known.values().stream().filter(Driver::active).toList();
    long taken = active.stream().filter(Driver::placed).mapToLong(d -> d.mebibytes).sum();
    Map<String, Object> worker = new LinkedHashMap<>();
    worker.put("id", WORKER);
    worker.put("webuiaddress", workerUrl);
    worker.put("state", "ALIVE");
    worker.put("cores", cores);
    worker.put("coresfree", freeCores());
    worker.put("memory", mebibytes);
    worker.put("memoryfree", mebibytes - taken);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("status", alive ? "ALIVE" : "RECOVERING");
    page.put("workers", List.of(worker));
    page.put("activedrivers", active.stream().map(Driver::row).toList());
    page.put(
        "completeddrivers",
        known.values().stream().filter(d -> !d.active()).map(Driver::row).toList());
    return page;
  }

  /** A driver that the master knows. */
  synchronized Optional<Map<String, Object>> status(String id) {
    Driver driver = known.get(id);
    if (driver == null) {
      return Optional.empty();
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("driverState", driver.state);
    if (!driver.exception.isEmpty()) {
      status.put("message", "Exception from the cluster:\n" + driver.exception + "\n\tat a.b(C)");
    }
    return Optional.of(status);
  }

  /** What the worker has of a driver's log; empty if the driver never was there. */
  synchronized Optional<String> log(String id, boolean stderr) {
    Driver driver = all.get(id);
    return driver == null || driver.worker.isEmpty()
        ? Optional.empty()
        : Optional.of("Launch Command: java\n" + (stderr ? driver.stderr : ""));
  }

  synchronized List<DriverFacts> drivers() {
    return all.values().stream().map(Driver::facts).toList();
  }
}
