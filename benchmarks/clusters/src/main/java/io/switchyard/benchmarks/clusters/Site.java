package io.switchyard.benchmarks.clusters;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The application on PostgreSQL with a Spark of its own, and all that looks at it. */
final class Site implements AutoCloseable {

  /** What Spark is called here. */
  static final String BACKEND = "local";

  private final PostgresServer postgres;
  final StoreConfig store;
  final Path state;
  final App app;
  final Api api;
  final ServerProcesses processes;
  final Servers servers;
  final Path log;

  private Site(
      PostgresServer postgres, StoreConfig store, Path state, App app, Servers servers, Path log) {
    this.postgres = postgres;
    this.store = store;
    this.state = state;
    this.app = app;
    this.api = new Api(app::uri);
    this.processes = new ServerProcesses(state);
    this.servers = servers;
    this.log = log;
  }

  /** Starts it all; does not wait. */
  static Site open(Path jars, Path files) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(files).toAbsolutePath();
    PostgresServer postgres = PostgresServer.start(folder.resolve("postgresql"));
    StoreConfig store = postgres.freshDatabase();
    Path state = folder.resolve("state");
    App app =
        new App(
            jars,
            folder,
            Map.of(
                "state_dir",
                state.toString(),
                "store",
                Map.of("url", store.url(), "user", store.user()),
                "backends",
                List.of(
                    Map.of(
                        "id",
                        BACKEND,
                        "kind",
                        "standalone",
                        "embedded",
                        Map.of("cores", 4, "memory", "5g"))),
                "spark",
                Map.of("versions", List.of("4.1.2")),
                "clusters",
                Map.of("policies", List.of(Map.of("restarts", 2, "warn_before", "20s")))));
    app.start();
    Site site =
        new Site(
            postgres,
            store,
            state,
            app,
            new Servers(
                store.url(), store.user(), state.resolve("exchange").resolve(BACKEND + "-servers")),
            folder.resolve("client.log"));
    return site;
  }

  /** Returns when Spark can take a server. */
  void await() throws InterruptedException {
    app.awaitLog("\"Spark is up\"");
  }

  @Override
  public void close() {
    processes.close();
    app.close();
    postgres.close();
  }
}
