package io.switchyard.adapters.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/** Makes connections, and the schema behind them. */
final class Pool {

  /** How long a call may wait for a connection. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration VALIDATION = Duration.ofSeconds(1);

  private Pool() {}

  /** The pool knows PostgreSQL's words for a lost connection, not H2's for a closed database. */
  private static final class Eviction implements SQLExceptionOverride {
    @java.lang.Override // the interface has an Override of its own
    public Override adjudicate(SQLException error) {
      return StoreFailures.h2Away(error) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
  }

  /** How long another process may take to bring the schema up to date. */
  private static final Duration MIGRATION = Duration.ofMinutes(2);

  private static final long LOOK_AGAIN_MILLIS = 50;

  /** A pool on a database whose schema is up to date; it holds one connection at least. */
  static HikariDataSource open(StoreConfig config, Vendor vendor) throws SQLException {
    String url = vendor.complete(config.url());
    var properties = new Properties();
    properties.putAll(vendor.properties());
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    // Fails at once with the database's own words, and keeps H2 from closing the file in between.
    try (Connection first = DriverManager.getConnection(url, properties)) {
      awaitTurn(first, vendor);
      migrate(vendor, url, config);
      return new HikariDataSource(settings(vendor, url, config));
    }
  }

  /**
   * Lets one process at a time change the schema, until its connection is closed. Flyway takes a
   * lock only once its table is there; of two that make it, one fails.
   */
  private static void awaitTurn(Connection connection, Vendor vendor) throws SQLException {
    long deadline = System.nanoTime() + MIGRATION.toNanos();
    try (Statement statement = connection.createStatement()) {
      while (!vendor.locksSchema(statement)) {
        if (System.nanoTime() > deadline) {
          throw new SQLException(
              "another process has been changing its schema for "
                  + MIGRATION.toMinutes()
                  + " minutes; look after that process, then start this one again");
        }
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while another process changes its schema", e);
    }
  }

  /**
   * Under a folder and a table of its own, so that a service which embeds the store can have its
   * own migrations.
   */
  private static void migrate(Vendor vendor, String url, StoreConfig config) {
    Flyway.configure(Pool.class.getClassLoader())
        .loggers("slf4j")
        .dataSource(url, config.user(), config.password())
        .locations("classpath:db/switchyard")
        .table("switchyard_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .placeholders(vendor.placeholders())
        .load()
        .migrate();
  }

  private static HikariConfig settings(Vendor vendor, String url, StoreConfig config) {
    var settings = new HikariConfig();
    settings.setPoolName("switchyard-store");
    settings.setJdbcUrl(url);
    settings.setUsername(config.user());
    settings.setPassword(config.password());
    vendor.properties().forEach(settings::addDataSourceProperty);
    settings.setMaximumPoolSize(config.maxConnections());
    settings.setMinimumIdle(1);
    settings.setConnectionTimeout(PATIENCE.toMillis());
    settings.setExceptionOverride(new Eviction());
    settings.setValidationTimeout(VALIDATION.toMillis());
    return settings;
  }
}
