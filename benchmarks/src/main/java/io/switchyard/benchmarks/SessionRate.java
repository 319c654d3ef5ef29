package io.switchyard.benchmarks;

import io.switchyard.adapters.jdbi.JdbiStore;
import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.domain.cluster.ClusterId;
import io.switchyard.domain.session.ServerId;
import io.switchyard.domain.session.Session;
import io.switchyard.domain.session.SessionEnd;
import io.switchyard.domain.session.SessionId;
import io.switchyard.domain.session.SessionKey;
import io.switchyard.domain.team.Team;
import io.switchyard.ports.session.Pinning;
import io.switchyard.ports.session.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions a second the store opens and closes for one process: each is looked for, pinned
 * and, when its thread has opened a dozen more, ended. Arguments: seconds of each arm, threads.
 */
final class SessionRate {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ServerId SERVER =
      new ServerId.OfCluster(new ClusterId("sc-bench-dev-eu-west-1-aaaaaa"), 1);
  private static final SessionEnd CLOSED =
      new SessionEnd(SessionEnd.Reason.CLOSED, "anna", START.plusSeconds(60));

  /** That each thread leaves open. */
  private static final int OPEN = 12;

  private static final int ANY = 1_000_000;
  private static final int TEAMS = 16;

  private final Duration length;
  private final int threads;
  private final AtomicInteger numbers = new AtomicInteger();

  private SessionRate(Duration length, int threads) {
    this.length = length;
    this.threads = threads;
  }

  public static void main(String[] arguments) throws Exception {
    Duration length = Duration.ofSeconds(Long.parseLong(arguments[0]));
    SessionRate rate = new SessionRate(length, Integer.parseInt(arguments[1]));
    rate.run(Files.createTempDirectory("session-rate"));
  }

  private void run(Path folder) throws IOException, InterruptedException {
    CpuTime.printLoad();
    System.out.printf(
        "%-12s %-18s %8s %8s %8s %8s %8s%n",
        "store", "max_sessions", "teams", "opened/s", "p50 ms", "p99 ms", "max ms");
    try (PostgresServer postgres = PostgresServer.startDurable(folder.resolve("postgres"))) {
      measure("postgresql", postgres.freshDatabase());
    }
    measure("h2", StoreConfig.embedded(folder.resolve("h2")));
  }

  private void measure(String name, StoreConfig config) throws InterruptedException {
    try (JdbiStore store = JdbiStore.open(config)) {
      burst(store.sessions(), 1, null, length);
      report(name, store.sessions(), 1, null);
      report(name, store.sessions(), 1, ANY);
      report(name, store.sessions(), TEAMS, ANY);
    }
  }

  private void report(String name, Sessions sessions, int teams, @Nullable Integer limit)
      throws InterruptedException {
    Histogram micros = burst(sessions, teams, limit, length);
    System.out.printf(
        Locale.ROOT,
        "%-12s %-18s %8d %8.0f %8.1f %8.1f %8.1f%n",
        name,
        limit == null ? "any number" : "checked",
        teams,
        micros.getTotalCount() / (length.toMillis() / 1e3),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  private Histogram burst(Sessions sessions, int teams, @Nullable Integer limit, Duration lasting)
      throws InterruptedException {
    Histogram micros = new ConcurrentHistogram(3);
    long end = System.nanoTime() + lasting.toNanos();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                Deque<SessionId> open = new ArrayDeque<>();
                while (System.nanoTime() < end) {
                  long begun = System.nanoTime();
                  open.add(open(sessions, teams, limit));
                  micros.recordValue((System.nanoTime() - begun) / 1000);
                  if (open.size() > OPEN) {
                    sessions.end(open.remove(), CLOSED, null);
                  }
                }
              });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    return micros;
  }

  private SessionId open(Sessions sessions, int teams, @Nullable Integer limit) {
    int number = numbers.getAndIncrement();
    String id = new UUID(0, number).toString();
    SessionKey key = new SessionKey(new Team("team" + number % teams), "anna", id);
    Session fresh =
        Session.opened(
            new SessionId(String.format(Locale.ROOT, "ses-%026d", number)),
            key,
            SERVER,
            "grpc-bench",
            START);
    if (!sessions.of("anna", id).isEmpty()
        || !(sessions.pin(fresh, START.plusSeconds(3600), limit) instanceof Pinning.Pinned)) {
      throw new IllegalStateException("was not opened");
    }
    return fresh.id();
  }
}
