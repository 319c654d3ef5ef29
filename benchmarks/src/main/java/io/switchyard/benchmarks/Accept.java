package io.switchyard.benchmarks;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.benchmarks.HttpConnection.Answer;
import io.switchyard.benchmarks.OpenLoop.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many jobs a second are accepted, durably, and how soon each is answered. Arguments: seconds
 * per rate, then the rates.
 */
final class Accept {

  private static final int CONNECTIONS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final String PATH = "/api/v1/jobs";

  /** One master that cannot be reached: jobs are kept, and the work loop tries them in turns. */
  private static final String BACKEND =
      """
      backends:
        - id: away
          kind: standalone
          masters:
            - {spark_version: 4.1.2, master_url: "spark://127.0.0.1:1", rest_url: "http://127.0.0.1:1",
               ui_url: "http://127.0.0.1:1", cores: 64, memory: 256g}
      """;

  private final Duration length;
  private final int[] rates;

  private Accept(Duration length, int[] rates) {
    this.length = length;
    this.rates = rates;
  }

  public static void main(String[] arguments) throws IOException {
    int[] rates = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    Path folder = Files.createTempDirectory("accept");
    new Accept(Duration.ofSeconds(Long.parseLong(arguments[0])), rates).run(folder);
  }

  private void run(Path folder) {
    CpuTime.printLoad();
    System.out.printf(
        "%-12s %8s %8s %8s %8s %8s %8s %7s %9s %9s %7s%n",
        "arm",
        "asked/s",
        "done/s",
        "p50 ms",
        "p99 ms",
        "p99.9",
        "max ms",
        "failed",
        "app CPU%",
        "db CPU%",
        "ms/job");
    String only = System.getProperty("arms", "bare,postgresql,h2");
    try (PostgresServer postgres = PostgresServer.startDurable(folder.resolve("postgres"))) {
      if (only.contains("bare")) {
        StoreConfig store = postgres.freshDatabase();
        measure(
            "bare",
            Server.program(
                folder.resolve("bare"),
                Server.options(),
                BareServer.class,
                List.of(store.url(), store.user())),
            postgres);
      }
      if (only.contains("postgresql")) {
        StoreConfig store = postgres.freshDatabase();
        String yaml = "store: {url: \"%s\", user: %s}%n".formatted(store.url(), store.user());
        measure("postgresql", Server.application(folder.resolve("app"), yaml + BACKEND), postgres);
      }
      if (only.contains("h2")) {
        measure("h2", Server.application(folder.resolve("h2"), BACKEND), postgres);
      }
    }
  }

  private void measure(String arm, Server started, PostgresServer postgres) {
    try (Server server = started) {
      OpenLoop loop = new OpenLoop(server.port(), CONNECTIONS);
      loop.run(rates[0], WARM_UP, Accept::submit);
      for (int rate : rates) {
        Duration app = CpuTime.of(server.handle());
        Duration database = CpuTime.of(postgres.processes());
        Result result = loop.run(rate, length, Accept::submit);
        app = CpuTime.of(server.handle()).minus(app);
        database = CpuTime.of(postgres.processes()).minus(database);
        System.out.printf(
            Locale.ROOT,
            "%-12s %8d %8.0f %8.1f %8.1f %8.1f %8.1f %7d %9.0f %9.0f %7.2f%n",
            arm,
            rate,
            result.perSecond(),
            result.millisAt(50),
            result.millisAt(99),
            result.millisAt(99.9),
            result.maxMillis(),
            result.failed(),
            CpuTime.percent(app, result.took()),
            CpuTime.percent(database, result.took()),
            app.plus(database).toNanos() / 1e6 / result.micros().getTotalCount());
      }
    }
  }

  private static boolean submit(HttpConnection connection, long number) throws IOException {
    Answer answer = connection.post(PATH, body(number));
    return answer.status() == 202;
  }

  private static String body(long number) {
    return """
    {"name":"accept","team":"bench","idempotency_key":"key-%d",
     "config":{"custom_jar":{"jar_path":"https://jars.example/app.jar","main_class":"com.acme.Main",
     "args":["--day","2026-11-21"]}}}"""
        .formatted(number);
  }
}
