package io.switchyard.benchmarks.chaos;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import io.switchyard.benchmarks.chaos.app.CommitWatch;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where the application keeps its jobs. */
final class Stores implements AutoCloseable {

  private record Postgres(PostgresServer server, StoreConfig database) {}

  private final @Nullable Postgres postgres;
  private @Nullable CommitWatch watch;

  private Stores(@Nullable Postgres postgres) {
    this.postgres = postgres;
  }

  static Stores open(ChaosSettings settings) {
    if (settings.store() == ChaosSettings.Store.H2) {
      return new Stores(null);
    }
    PostgresServer server = PostgresServer.start(settings.folder().resolve("postgresql"));
    return new Stores(new Postgres(server, server.freshDatabase()));
  }

  /** The setting of the process of that name; empty for the application's own default. */
  Map<String, Object> config(String process) {
    return postgres == null
        ? Map.of()
        : Map.of(
            "url",
            postgres.database().url() + "?ApplicationName=" + process,
            "user",
            postgres.database().user());
  }

  /**
   * Tells from now on when a process has committed; the schema must be there.
   *
   * @return the moments of which somebody tells now
   */
  List<Moment> watch(BiConsumer<String, Moment> watcher) {
    List<Moment> all = Arrays.asList(Moment.values());
    if (postgres == null) {
      // Nothing in another process can look into a file of H2.
      return all.stream().filter(moment -> moment != Moment.STATE_WRITTEN).toList();
    }
    StoreConfig database = postgres.database();
    try {
      watch =
          CommitWatch.on(
              database.url(), database.user(), name -> watcher.accept(name, Moment.STATE_WRITTEN));
    } catch (SQLException e) {
      throw new IllegalStateException("the store cannot be watched", e);
    }
    return all;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    if (postgres != null) {
      postgres.server().close();
    }
  }
}
