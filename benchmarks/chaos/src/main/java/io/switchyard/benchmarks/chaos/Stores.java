package io.switchyard.benchmarks.chaos;

import io.switchyard.adapters.jdbi.PostgresServer;
import io.switchyard.adapters.jdbi.StoreConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the application keeps its jobs. */
final class Stores implements AutoCloseable {

  private final @Nullable PostgresServer postgres;
  private final Map<String, Object> config;

  private Stores(@Nullable PostgresServer postgres, Map<String, Object> config) {
    this.postgres = postgres;
    this.config = config;
  }

  static Stores open(ChaosSettings settings) {
    if (settings.store() == ChaosSettings.Store.H2) {
      return new Stores(null, Map.of());
    }
    PostgresServer postgres = PostgresServer.start(settings.folder().resolve("postgresql"));
    StoreConfig fresh = postgres.freshDatabase();
    return new Stores(postgres, Map.of("url", fresh.url(), "user", fresh.user()));
  }

  /** The application's setting; empty for its own default. */
  Map<String, Object> config() {
    return config;
  }

  @Override
  public void close() {
    if (postgres != null) {
      postgres.close();
    }
  }
}
